package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.model.LanguageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Models that transformers wrote have, from each of their containers, the logits that it has; those in 16 bits are roundings
 * of the same weights.
 */
class CheckpointCasesTest {

    private static final double TOLERANCE = 2e-5;

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> theCasesOfTheResources() {
        List<CheckpointCase> cases = CheckpointCases.ofResources("checkpoint");
        assertThat(cases).isNotEmpty();
        return tests(cases, "");
    }

    @TestFactory
    Stream<DynamicTest> theCasesOfTheNamedFolder() {
        return tests(CheckpointCases.ofNamedFolder("checkpoint"), " of " + CheckpointCases.PROPERTY);
    }

    private Stream<DynamicTest> tests(List<CheckpointCase> cases, String suffix) {
        return cases.stream()
                .flatMap(reference -> reference.containers().stream()
                        .map(container -> DynamicTest.dynamicTest(
                                reference.name() + "/" + reference.folder().relativize(container) + suffix,
                                () -> check(reference, container))));
    }

    private void check(CheckpointCase reference, Path container) throws Exception {
        Path folder = reference.staged(container, Files.createTempDirectory(temporary, "model"));
        if (container.toString().contains("16")) {
            checkRounded(reference, folder, container.toString().contains("bf16") ? 0x1p-8 : 0x1p-11);
        } else {
            checkLogits(reference, folder, DataType.FLOAT);
            if (container.equals(reference.folder().resolve("model.safetensors"))) {
                checkLogits(reference, folder, DataType.DOUBLE);
            }
        }
    }

    private static void checkLogits(CheckpointCase reference, Path folder, DataType type) {
        try (LanguageModel model = HuggingFace.languageModel(folder, type)) {
            for (String suffix : List.of("", "_2")) {
                try (INDArray logits = model.logits(reference.ids("input_ids" + suffix), null, reference.step())) {
                    reference.assertMatches("logits" + suffix, logits, TOLERANCE);
                }
            }
        }
    }

    /** Half precision has 24 more binary places below its least normal number. */
    private static void checkRounded(CheckpointCase reference, Path folder, double relative) throws Exception {
        Path single = reference.staged(
                reference.folder().resolve("model.safetensors"), Files.createTempDirectory(folder, "single"));
        try (LanguageModel rounded = HuggingFace.languageModel(folder, DataType.FLOAT);
                LanguageModel exact = HuggingFace.languageModel(single, DataType.FLOAT)) {
            for (Map.Entry<String, INDArray> entry : exact.weights().all().entrySet()) {
                float[] expected = entry.getValue().data().asFloat();
                float[] actual = rounded.weights().get(entry.getKey()).data().asFloat();
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) actual[i])
                            .as(entry.getKey())
                            .isCloseTo(
                                    expected[i],
                                    org.assertj.core.data.Offset.offset(relative * Math.abs(expected[i]) + 0x1p-25));
                }
            }
        }
    }
}
