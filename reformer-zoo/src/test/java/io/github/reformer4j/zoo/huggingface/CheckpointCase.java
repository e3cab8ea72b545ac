package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A folder with {@code case.json}, arrays, {@code config.json}, and one model in several containers. */
record CheckpointCase(Path folder, JsonNode json) {

    private static final String PARAMETER = "param/";

    private static final Map<String, String> ARCHITECTURES = Map.of(
            "model_lm", "ReformerModelWithLMHead",
            "model_mlm", "ReformerForMaskedLM",
            "model_cls", "ReformerForSequenceClassification",
            "model_qa", "ReformerForQuestionAnswering");

    static CheckpointCase read(Path folder) {
        try {
            return new CheckpointCase(
                    folder,
                    new ObjectMapper().readTree(folder.resolve("case.json").toFile()));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the case " + folder, failure);
        }
    }

    String kind() {
        return json.path("kind").asText();
    }

    boolean has(String array) {
        return json.path("arrays").has(array);
    }

    String name() {
        return json.path("name").asText();
    }

    /** All files with the model's weights, at any depth. */
    List<Path> containers() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(safetensors|bin)"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }

    /** Puts a container under its usual name into an empty folder, beside the configuration that stands beside it. */
    Path staged(Path container, Path into) {
        String extension = container.toString().endsWith(".bin") ? "bin" : "safetensors";
        String name = extension.equals("bin") ? "pytorch_model.bin" : "model.safetensors";
        try {
            Files.copy(container.resolveSibling("config.json"), into.resolve("config.json"));
            Files.copy(container, into.resolve(name));
            return into;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot copy " + container, failure);
        }
    }

    /** Writes the parameters of a case of a model, and a configuration, into an empty folder. */
    Path written(Path into) {
        WrittenConfig config = WrittenConfig.of(json.path("config").toString())
                .with("architectures", "[\"" + ARCHITECTURES.get(kind()) + "\"]");
        List.of("batch", "length", "seed", "train").forEach(config::without);
        config.in(into);
        WrittenWeights weights = new WrittenWeights();
        json.path("arrays").fieldNames().forEachRemaining(array -> {
            if (array.startsWith(PARAMETER)) {
                weights.with(array.substring(PARAMETER.length()), array(array));
            }
        });
        return weights.in(into);
    }

    @Nullable
    PaddingMask mask() {
        if (!has("attention_mask")) {
            return null;
        }
        int[][] mask = ids("attention_mask");
        boolean[][] tokens = new boolean[mask.length][mask[0].length];
        for (int row = 0; row < mask.length; row++) {
            for (int i = 0; i < mask[row].length; i++) {
                tokens[row][i] = mask[row][i] != 0;
            }
        }
        return PaddingMask.of(tokens);
    }

    /** Evaluation with the rotations of the case. */
    Step step() {
        return Step.inference(0).withRotations((path, key, type, shape) -> {
            INDArray rotations = array("rotations/layer" + path.replaceFirst("layers\\.(\\d+)\\..*", "$1"));
            assertThat(rotations.shape()).isEqualTo(shape);
            return rotations.castTo(type);
        });
    }

    int[][] ids(String name) {
        try (INDArray ids = array(name)) {
            return ids.toIntMatrix();
        }
    }

    /** Fails unless an array is within this share of the greatest magnitude of the expected one. */
    void assertMatches(String name, INDArray actual, double tolerance) {
        try (INDArray expected = array(name);
                INDArray exact = expected.castTo(DataType.DOUBLE);
                INDArray computed = actual.castTo(DataType.DOUBLE)) {
            assertThat(computed.shape()).as(name).isEqualTo(exact.shape());
            double greatest = exact.amaxNumber().doubleValue();
            double difference = greatestDifference(exact, computed);
            assertThat(difference).as("%s of %s", name, name()).isLessThanOrEqualTo(tolerance * greatest);
        }
    }

    private static double greatestDifference(INDArray expected, INDArray actual) {
        double[] one = expected.data().asDouble();
        double[] other = actual.data().asDouble();
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .map(difference -> Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference)
                .max()
                .orElseThrow();
    }

    private INDArray array(String name) {
        Path file = folder.resolve(json.path("arrays").path(name).path("file").asText());
        return Nd4j.createFromNpyFile(file.toFile()).dup('c'); // what ND4J reads looks at memory of its own
    }
}
