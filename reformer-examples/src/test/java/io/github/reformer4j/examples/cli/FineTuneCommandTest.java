package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers told from dots, by a model that nobody trained. */
class FineTuneCommandTest {

    @TempDir
    private static Path folder;

    private static Path model = Path.of("none");
    private static Path numbers = Path.of("none");
    private static Path dots = Path.of("none");

    @BeforeAll
    static void prepare() throws IOException {
        model = folder.resolve("model.safetensors");
        numbers = SmallText.write(folder.resolve("numbers.txt"), 400);
        dots = Files.writeString(folder.resolve("dots.txt"), "...".repeat(4000));
        try (LanguageModel fresh = LanguageModel.create(NamedConfigurations.byName("tiny"), DataType.FLOAT, 1)) {
            new Checkpoint(fresh.config(), new ByteTokenizer(2), Provenance.of(1, 0, "", ""), fresh.weights())
                    .save(model, Precision.HALF);
        }
    }

    private static CommandRun run(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("finetune", "--model", model, "--text", numbers));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void bothNetworksAreMeasuredAndTheTunedOneIsSaved() throws IOException {
        Path saved = folder.resolve("classifier.zip");
        CommandRun run =
                run("--text", dots, "--labels", 16, "--length", 32, "--steps", 12, "--held-out", 8, "--save", saved);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("16 snippets of 32 tokens to learn from, 16 to measure on, of numbers.txt, dots.txt")
                .containsPattern("pretrained   step +12   loss \\d\\.\\d{3}")
                .containsPattern("from scratch step +12   loss \\d\\.\\d{3}")
                .contains("pretrained   100.0 % of the held-out snippets right");
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(saved.toFile());
        try (INDArray ids = Nd4j.valueArrayOf(new long[] {1, 32}, 2.0 + '.', DataType.FLOAT)) {
            assertThat(network.output(ids).argMax(1).getInt(0)).isEqualTo(1);
        }
    }

    @Test
    void mistakesGetASentence() {
        assertThat(run().lastWord())
                .isEqualTo("a classifier needs two texts or more to tell apart, got [" + numbers + "]");
        assertThat(run("--text", dots, "--length", 5000).lastWord())
                .isEqualTo(
                        "--length 5000 is longer than the 4096 positions of the model; lower it or choose another model");
        assertThat(run("--text", dots, "--length", 4000).lastWord()).contains("; give more text or a lower --length");
        CommandRun none = run("--text", dots, "--steps", 0);
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.lastWord()).isEqualTo("--steps must be positive, got 0");
    }
}
