package io.github.reformer4j.zoo.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Safetensors files of other libraries, in one part and in several. */
class SafeTensorSourceTest {

    private static final String WORDS = "reformer.embeddings.word_embeddings.weight";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "checkpoint_1, model.safetensors, 1e-9",
        "checkpoint_1, model_reordered.safetensors, 1e-9",
        "checkpoint_1, model_bf16.safetensors, 4e-3",
        "checkpoint_1, transformers_5/model.safetensors, 1e-9",
        "checkpoint_2, model.safetensors, 1e-9",
        "checkpoint_2, model_bf16.safetensors, 4e-3",
        "checkpoint_2, transformers_5/model.safetensors, 1e-9"
    })
    void everyTensorOfTheReferenceIsRead(String name, String file, double relative) throws IOException {
        ReferenceTensors reference = new ReferenceTensors(name);
        try (TensorSource source = TensorSources.open(reference.file(file))) {
            reference.assertEqualTo(source, relative);
        }
    }

    @Test
    void aFolderGivesItsSafestFile() throws IOException {
        Path reference = new ReferenceTensors("checkpoint_1").file("");
        try (TensorSource source = TensorSources.open(reference)) {
            assertThat(source.type(WORDS)).isEqualTo(TensorType.F32);
            try (INDArray words = source.read(WORDS, DataType.FLOAT)) {
                assertThat(words.dataType()).isEqualTo(DataType.FLOAT);
                assertThat(words.ordering()).isEqualTo('c');
            }
        }
    }

    @Test
    void partsAndTheirIndexAreOneSource() throws IOException {
        ReferenceTensors reference = new ReferenceTensors("checkpoint_1");
        Files.copy(reference.file("model.safetensors"), folder.resolve("part-1.safetensors"));
        writeIndex(reference, "part-1.safetensors", "");
        try (TensorSource source = TensorSources.open(folder)) {
            reference.assertEqualTo(source, 1e-9);
        }
    }

    @Test
    void anIndexThatNamesMoreThanItsPartsHoldIsRefusedWithBothLists() throws IOException {
        ReferenceTensors reference = new ReferenceTensors("checkpoint_1");
        Files.copy(reference.file("model.safetensors"), folder.resolve("part-1.safetensors"));
        writeIndex(reference, "part-1.safetensors", ",\"more\":\"part-1.safetensors\"");
        assertThatThrownBy(() -> TensorSources.open(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the index lacks [], the part lacks [more]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../part-1.safetensors", "/etc/passwd", "a/b", ".", "..", ""})
    void anIndexLeadsNowhereElse(String file) throws IOException {
        writeIndex(new ReferenceTensors("checkpoint_1"), file, "");
        assertThatThrownBy(() -> TensorSources.open(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as '" + file + "', expected a plain name without a folder");
    }

    @Test
    void anIndexOfAnIndexIsRefused() throws IOException {
        writeIndex(new ReferenceTensors("checkpoint_1"), "model.safetensors.index.json", "");
        assertThatThrownBy(() -> TensorSources.open(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but is an index itself");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> TensorSources.open(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no file or folder");
        assertThatThrownBy(() -> TensorSources.open(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds none of model.safetensors, model.safetensors.index.json");
        try (TensorSource source = TensorSources.open(new ReferenceTensors("checkpoint_1").file("model.safetensors"))) {
            assertThatThrownBy(() -> source.shape("none"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no tensor none");
            assertThatThrownBy(() -> source.read(WORDS, DataType.BFLOAT16))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("read as FLOAT or DOUBLE, got BFLOAT16");
            assertThatThrownBy(() -> source.readTransposed("reformer.encoder.layer_norm.weight", DataType.FLOAT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no matrix; read it as it is");
        }
    }

    private void writeIndex(ReferenceTensors reference, String part, String more) throws IOException {
        try (TensorSource source = TensorSources.open(reference.file("model.safetensors"))) {
            String map = source.names().stream()
                    .map(name -> String.format("\"%s\":\"%s\"", name, part))
                    .collect(Collectors.joining(","));
            Files.writeString(
                    folder.resolve("model.safetensors.index.json"),
                    "{\"metadata\":{},\"weight_map\":{" + map + more + "}}");
        }
    }
}
