package io.github.reformer4j.zoo.tensors;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Files of PyTorch, both formats. */
class TorchSourceTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "checkpoint_1, pytorch_model.bin, 1e-9",
        "checkpoint_1, pytorch_model_legacy.bin, 1e-9",
        "checkpoint_1, pytorch_model_torch2.bin, 1e-9",
        "checkpoint_1, pytorch_model_fp16.bin, 5e-4",
        "checkpoint_1, pytorch_model_strided.bin, 1e-9",
        "checkpoint_1, pytorch_model_strided_legacy.bin, 1e-9",
        "checkpoint_2, pytorch_model.bin, 1e-9",
        "checkpoint_2, pytorch_model_legacy.bin, 1e-9",
        "checkpoint_2, pytorch_model_torch2.bin, 1e-9",
        "checkpoint_2, pytorch_model_fp16.bin, 5e-4"
    })
    void everyTensorOfTheReferenceIsRead(String name, String file, double relative) throws IOException {
        ReferenceTensors reference = new ReferenceTensors(name);
        try (TensorSource source = TensorSources.open(reference.file(file))) {
            reference.assertEqualTo(source, relative);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pytorch_model.bin",
                "pytorch_model_legacy.bin",
                "pytorch_model_strided.bin",
                "pytorch_model_strided_legacy.bin",
                "pytorch_model_torch2.bin"
            })
    void everyFormatGivesTheSameNumbers(String file) throws IOException {
        ReferenceTensors reference = new ReferenceTensors("checkpoint_1");
        try (TensorSource source = TensorSources.open(reference.file(file));
                TensorSource safe = TensorSources.open(reference.file("model.safetensors"))) {
            for (String name : safe.names()) {
                try (INDArray actual = source.read(name, DataType.FLOAT);
                        INDArray expected = safe.read(name, DataType.FLOAT)) {
                    assertThat(actual).as(name).isEqualTo(expected);
                    assertThat(actual.ordering()).isEqualTo('c');
                }
            }
        }
    }

    @Test
    void halfPrecisionIsNamed() throws IOException {
        Path half = new ReferenceTensors("checkpoint_1").file("pytorch_model_fp16.bin");
        try (TensorSource source = TensorSources.open(half)) {
            assertThat(source.type("lm_head.decoder.weight")).isEqualTo(TensorType.F16);
        }
    }

    @Test
    void partsOfPyTorchAndTheirIndexAreOneSource() throws IOException {
        ReferenceTensors reference = new ReferenceTensors("checkpoint_1");
        Files.copy(reference.file("pytorch_model.bin"), folder.resolve("part.bin"));
        try (TensorSource source = TensorSources.open(reference.file("pytorch_model.bin"))) {
            String map = source.names().stream()
                    .map(name -> String.format("\"%s\":\"part.bin\"", name))
                    .collect(Collectors.joining(","));
            Files.writeString(folder.resolve("pytorch_model.bin.index.json"), "{\"weight_map\":{" + map + "}}");
        }
        try (TensorSource source = TensorSources.open(folder)) {
            reference.assertEqualTo(source, 1e-9);
        }
    }
}
