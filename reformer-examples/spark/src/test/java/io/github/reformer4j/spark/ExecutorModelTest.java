package io.github.reformer4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorModelTest {

    @TempDir
    private Path folder;

    @Test
    void isReadOnceHoweverManyAsk() {
        Path file = Prompts.checkpoint("", folder);
        int before = ExecutorModel.loads();
        List<ExecutorModel> models = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> ExecutorModel.of(file))
                .toList();
        assertThat(models).containsOnly(ExecutorModel.of(file));
        assertThat(ExecutorModel.loads()).isEqualTo(before + 1);
    }

    @Test
    void writesBySeed() {
        ExecutorModel model = ExecutorModel.of(Prompts.checkpoint("", folder));
        Written once = new Writer("", 12, 5).write(model, "return ");
        assertThat(new Writer("", 12, 5).write(model, "return ").text())
                .isEqualTo(once.text())
                .isNotEmpty();
        assertThat(new Writer("", 12, 6).write(model, "return ").text()).isNotEqualTo(once.text());
        assertThat(once.bits()).isBetween(6.0, 12.0);
    }

    @Test
    void aFolderStandsForTheWeightsInIt() {
        assertThat(Prompts.checkpoint(folder.toString(), folder)).isEqualTo(folder.resolve("model.safetensors"));
        assertThat(Prompts.checkpoint("a/b.safetensors", folder)).isEqualTo(Path.of("a/b.safetensors"));
    }
}
