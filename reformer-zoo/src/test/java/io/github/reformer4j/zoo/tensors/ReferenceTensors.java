package io.github.reformer4j.zoo.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** What a reference case of the kind checkpoint says of its tensors: names, shapes, sums. */
final class ReferenceTensors {

    private static final Path FOLDER = Path.of("src/test/resources/reference");

    private final Path folder;
    private final JsonNode tensors;

    ReferenceTensors(String name) throws IOException {
        folder = FOLDER.resolve(name);
        tensors = new ObjectMapper()
                .readTree(folder.resolve("case.json").toFile())
                .path("tensors");
        assertThat(tensors.size()).isPositive();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Every tensor of the case, but for mask scalars and shared storages that a format leaves out, is there and right. */
    void assertEqualTo(TensorSource source, double relative) {
        int seen = 0;
        for (JsonNode tensor : tensors) {
            String name = tensor.path("name").asText();
            if (!source.names().contains(name)) {
                assertThat(name).containsPattern("mask_value|lm_head");
                continue;
            }
            assertTensor(source, tensor, name, relative);
            seen++;
        }
        assertThat(source.names()).hasSize(seen);
    }

    private static void assertTensor(TensorSource source, JsonNode tensor, String name, double relative) {
        long[] shape = new long[tensor.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.path("shape").get(i).asLong();
        }
        assertThat(source.shape(name)).as(name).isEqualTo(shape);
        try (INDArray array = source.read(name, DataType.DOUBLE)) {
            assertThat(array.shape()).as(name).isEqualTo(shape);
            if (shape.length == 2) {
                assertTransposed(source, name, array);
            }
            if (name.contains("mask_value") && source.type(name) == TensorType.F16) {
                return; // out of range
            }
            double tolerance = relative * tensor.path("abs_sum").asDouble();
            assertThat(sum(array)).as(name).isCloseTo(tensor.path("sum").asDouble(), within(tolerance));
        }
    }

    private static void assertTransposed(TensorSource source, String name, INDArray array) {
        try (INDArray transposed = source.readTransposed(name, DataType.DOUBLE)) {
            assertThat(transposed.ordering()).isEqualTo('c');
            assertThat(transposed.toDoubleMatrix())
                    .as(name)
                    .isDeepEqualTo(array.transpose().toDoubleMatrix());
        }
    }

    private static double sum(INDArray array) {
        double sum = 0;
        for (double value : array.data().asDouble()) {
            sum += value;
        }
        return sum;
    }
}
