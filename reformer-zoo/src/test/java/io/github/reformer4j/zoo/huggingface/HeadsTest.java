package io.github.reformer4j.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.model.ReformerModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Models of every head, written from the parameters of reference cases, have the logits of the cases. */
class HeadsTest {

    private static final double TOLERANCE = 2e-5;

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> theCasesOfTheResources() {
        List<CheckpointCase> cases = CheckpointCases.ofResources("model_");
        assertThat(cases).extracting(CheckpointCase::kind).contains("model_cls", "model_mlm", "model_qa");
        return tests(cases, "");
    }

    @TestFactory
    Stream<DynamicTest> theCasesOfTheNamedFolder() {
        return tests(CheckpointCases.ofNamedFolder("model_"), " of " + CheckpointCases.PROPERTY);
    }

    private Stream<DynamicTest> tests(List<CheckpointCase> cases, String suffix) {
        return cases.stream()
                .map(reference -> DynamicTest.dynamicTest(reference.name() + suffix, () -> check(reference)));
    }

    private void check(CheckpointCase reference) throws Exception {
        Path folder = reference.written(Files.createTempDirectory(temporary, "model"));
        try (ReformerModel model = HuggingFace.model(folder, HuggingFace.task(folder), DataType.DOUBLE);
                INDArray logits = model.logits(reference.ids("input_ids"), reference.mask(), reference.step())) {
            if (reference.has("logits")) {
                reference.assertMatches("logits", logits, TOLERANCE);
            } else {
                reference.assertMatches("start_logits", column(logits, 0), TOLERANCE);
                reference.assertMatches("end_logits", column(logits, 1), TOLERANCE);
            }
        }
    }

    private static INDArray column(INDArray logits, int index) {
        return logits.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(index))
                .dup('c');
    }
}
