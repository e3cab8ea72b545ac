package io.github.reformer4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.LanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What is saved comes back, from a folder as from one file. */
class CheckpointTest {

    private static final double HALF_STEP = 0x1p-11;
    private static final double HALF_SMALLEST = 0x1p-25;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({
        "FLOAT, AS_IS, FLOAT, folder",
        "FLOAT, AS_IS, FLOAT, file.safetensors",
        "DOUBLE, AS_IS, DOUBLE, folder",
        "DOUBLE, AS_IS, DOUBLE, file.safetensors",
        "FLOAT, SINGLE, FLOAT, folder",
        "FLOAT, SINGLE, FLOAT, file.safetensors",
    })
    void aModelComesBackAsItWas(DataType type, Precision precision, DataType back, String name) {
        assertComesBack(type, precision, back, name, (was, is) -> assertThat(is).isEqualTo(was));
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "file.safetensors"})
    void aModelInSinglePrecisionComesBackRoundedToIt(String name) {
        assertComesBack(DataType.DOUBLE, Precision.SINGLE, DataType.FLOAT, name, (was, is) -> {
            for (int i = 0; i < was.length; i++) {
                assertThat(is[i]).isEqualTo((float) was[i]);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, folder", "FLOAT, file.safetensors", "DOUBLE, folder", "DOUBLE, file.safetensors"})
    void aModelInHalfPrecisionComesBackRoundedToElevenBits(DataType type, String name) {
        assertComesBack(type, Precision.HALF, DataType.FLOAT, name, (was, is) -> {
            for (int i = 0; i < was.length; i++) {
                assertThat(Math.abs(is[i] - was[i])).isLessThanOrEqualTo(Math.abs(was[i]) * HALF_STEP + HALF_SMALLEST);
            }
        });
    }

    private void assertComesBack(
            DataType type, Precision precision, DataType back, String name, BiConsumer<double[], double[]> same) {
        Path path = temporary.resolve(name);
        try (LanguageModel model = SavedModel.model(type, 5)) {
            SavedModel.of(model.weights()).save(path, precision);
            Checkpoint read = Checkpoint.load(path, LanguageModel::parametersOf);
            try (LanguageModel loaded = new LanguageModel(read.config(), read.weights())) {
                assertThat(read.config()).isEqualTo(SavedModel.CONFIG);
                assertThat(read.tokenizer()).isEqualTo(SavedModel.TOKENIZER);
                assertThat(read.provenance()).isEqualTo(SavedModel.PROVENANCE);
                assertThat(read.weights().type()).isEqualTo(back);
                Weights weights = loaded.weights();
                assertThat(weights.all()).hasSameSizeAs(model.weights().all());
                model.weights()
                        .all()
                        .forEach((parameter, array) ->
                                same.accept(SavedModel.values(array), SavedModel.values(weights.get(parameter))));
            }
        }
    }

    private Path saved(String name) {
        Path path = temporary.resolve(name);
        try (LanguageModel model = SavedModel.model(DataType.FLOAT, 5)) {
            SavedModel.of(model.weights()).save(path, Precision.SINGLE);
        }
        return path;
    }

    @Test
    void halfPrecisionTakesHalfTheRoomOfTheNumbers() throws IOException {
        Path single = saved("single.safetensors");
        Path half = temporary.resolve("half.safetensors");
        try (LanguageModel model = SavedModel.model(DataType.FLOAT, 5)) {
            SavedModel.of(model.weights()).save(half, Precision.HALF);
            long numbers = model.parameters().stream()
                    .mapToLong(parameter -> parameter.length())
                    .sum();

            // The headers, whose offsets have fewer digits in one, differ by less than a kilobyte.
            assertThat(Files.size(single) - Files.size(half)).isBetween(2 * numbers, 2 * numbers + 1024);
        }
    }

    @Test
    void aFolderHoldsForPeopleWhatTheFileHoldsForUs() throws IOException {
        Path folder = saved("folder");

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrder("model.safetensors", "config.json", "tokenizer.json", "provenance.json");
        }
        assertThat(folder.resolve("config.json")).content().isEqualTo(SavedModel.CONFIG.toJson());
        assertThat(folder.resolve("tokenizer.json")).content().isEqualTo(SavedModel.TOKENIZER.toJson());
        assertThat(folder.resolve("provenance.json")).content().contains("\"dataHash\" : \"a1b2\"", "zwei Wörter");
    }

    @Test
    void theFileIsWhatCounts() throws IOException {
        Path folder = saved("folder");
        Files.writeString(folder.resolve("config.json"), "{}");
        Files.delete(folder.resolve("tokenizer.json"));
        Files.copy(folder.resolve("model.safetensors"), temporary.resolve("alone.safetensors"));

        for (Path path : new Path[] {folder, temporary.resolve("alone.safetensors")}) {
            Checkpoint read = Checkpoint.load(path, LanguageModel::parametersOf);
            read.weights().close();
            assertThat(read.config()).isEqualTo(SavedModel.CONFIG);
        }
    }

    @Test
    void savingAgainReplacesWhatWasThere() {
        Path folder = saved("folder");
        Provenance later = Provenance.of(3, 9, "", "");
        try (LanguageModel model = SavedModel.model(DataType.FLOAT, 6)) {
            new Checkpoint(SavedModel.CONFIG, SavedModel.TOKENIZER, later, model.weights())
                    .save(folder, Precision.SINGLE);
        }

        Checkpoint read = Checkpoint.load(folder, LanguageModel::parametersOf);
        read.weights().close();
        assertThat(read.provenance()).isEqualTo(later);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        try (LanguageModel model = SavedModel.model(DataType.FLOAT, 6)) {
            Checkpoint checkpoint = SavedModel.of(model.weights());
            assertThatThrownBy(() -> checkpoint.save(file, Precision.SINGLE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "the folder %s could not be made (a file stands in its place); choose one that can be written",
                            file);
            assertThatThrownBy(() -> checkpoint.save(temporary.resolve("none/model.safetensors"), Precision.SINGLE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("its folder does not exist");
        }
        assertThat(file).hasContent("in the way");
    }
}
