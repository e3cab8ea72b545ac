package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.NamedConfigurations;
import io.github.reformer4j.zoo.PretrainedModel;
import io.github.reformer4j.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Models in the format of transformers are loaded by name, as any other of an index. */
class HuggingFaceReaderTest {

    @TempDir
    private Path folder;

    @Test
    void aModelOfTransformersIsLoadedByName() throws IOException {
        try (LanguageModel model = LanguageModel.create(config(), DataType.FLOAT, 1)) {
            HuggingFace.save(model, new ByteTokenizer(2), folder.resolve("theirs"));
            try (PretrainedModel loaded = zoo().load("them/tiny")) {
                assertThat(loaded.tokenizer()).isEqualTo(new ByteTokenizer(2));
                model.weights()
                        .all()
                        .forEach((name, array) -> assertThat(
                                        loaded.model().weights().all().get(name))
                                .as(name)
                                .isEqualTo(array));
            }
        }
    }

    @Test
    void aModelWithoutItsTokenizerIsRefused() throws IOException {
        try (LanguageModel model = LanguageModel.create(config().withVocabularySize(300), DataType.FLOAT, 1)) {
            HuggingFace.save(model, folder.resolve("theirs"));
        }
        Zoo zoo = zoo();

        assertThatThrownBy(() -> zoo.load("them/tiny"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("them/tiny@1 has no tokenizer that is read among [");
    }

    private static ReformerConfig config() {
        return NamedConfigurations.byName("tiny").withSemantics(Semantics.REFERENCE);
    }

    private Zoo zoo() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("theirs"))) {
            String listed = files.map(file -> """
                            {"name": "%s", "sha256": "recorded at first download", "urls": ["theirs/%1$s"]}""".formatted(file.getFileName())).collect(Collectors.joining(", "));
            Path index = Files.writeString(folder.resolve("index.json"), """
                    {"format": "reformer4j-index", "version": 1, "models": [{"name": "them/tiny", "version": 1,
                     "format": "huggingface", "description": "A test made it.", "data": "nothing",
                     "licence": {"name": "CC0-1.0"}, "files": [%s]}]}
                    """.formatted(listed));
            return Zoo.builder().index(index).cache(folder.resolve("cache")).build();
        }
    }
}
