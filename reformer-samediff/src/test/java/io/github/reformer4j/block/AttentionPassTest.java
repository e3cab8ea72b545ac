package io.github.reformer4j.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.testing.GradientCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The way back of attention takes the memory of its output, and so can be gone once. */
class AttentionPassTest {

    private static final LshAttentionConfig LSH = LshAttentionConfig.of(6, 2, 3, 4);

    static Stream<BlockConfig> kinds() {
        return Stream.of(
                LSH,
                new LocalAttentionConfig(6, 2, 3, 4, 1, 0, true, 0.0, Semantics.PAPER, 0),
                new FullAttentionConfig(6, 2, 3, true, false, 0.0));
    }

    private static INDArray random(DataType type) {
        return Initializer.normal(1.0).create(type, 7, 2, 21, 6);
    }

    /** The gradient of the input and those of the weights, where the output is its own gradient, or a copy of it is. */
    private static List<double[]> gradients(BlockConfig config, DataType type, boolean copied) {
        Block block = config.toBlock();
        Weights weights = Weights.create(block.parameters(), type, 3);
        List<double[]> results = new ArrayList<>();
        try (Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(random(type), weights, Step.training(5))) {
            INDArray dy = copied ? pass.output().dup('c') : pass.output();
            results.add(pass.backward(dy, gradients).data().asDouble());
            gradients.all().values().forEach(sum -> results.add(sum.data().asDouble()));
        }
        return results;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theOutputMayBeItsOwnGradient(BlockConfig config) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) { // by fused kernels, and by ND4J's operations
            List<double[]> own = gradients(config, type, false);
            List<double[]> copied = gradients(config, type, true);
            assertThat(own).hasSameSizeAs(copied);
            for (int i = 0; i < own.size(); i++) {
                assertThat(own.get(i)).as("array %d in %s", i, type).containsExactly(copied.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPassIsDifferentiatedOnceAndReadBefore(BlockConfig config) {
        Block block = config.toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), 3);
        INDArray dy = random(DataType.DOUBLE);
        try (Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(random(DataType.DOUBLE), weights, Step.training(5))) {
            pass.backward(dy, gradients).close();
            assertThatThrownBy(() -> pass.backward(dy, gradients))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a pass can be differentiated once; record it again");
            assertThatThrownBy(pass::output)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("backward wrote into the memory of the output; read the output before it");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anOutputThatWasTakenStays(BlockConfig config) {
        Block block = config.toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), 3);
        INDArray dy = random(DataType.DOUBLE);
        try (Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(random(DataType.DOUBLE), weights, Step.training(5));
                INDArray output = pass.takeOutput()) {
            double[] before = output.data().asDouble();
            pass.backward(dy, gradients).close();
            assertThat(output.data().asDouble()).containsExactly(before);
        }
    }
}
