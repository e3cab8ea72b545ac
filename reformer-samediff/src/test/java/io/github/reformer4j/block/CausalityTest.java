package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.testing.GradientCheck;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What stands behind a position never reaches it. */
class CausalityTest {

    private static final int LENGTH = 29;

    /** Causal attention of each kind. */
    enum Kind {
        LSH(lsh()),
        LSH_REFINED(lsh().withRefinements(true, true)),
        LSH_REFERENCE(lsh().withSemantics(Semantics.REFERENCE)),
        LOCAL(new LocalAttentionConfig(6, 2, 3, 4, 1, 1, true, 0.0, Semantics.PAPER, 0)),
        LOCAL_REFERENCE(new LocalAttentionConfig(6, 2, 3, 4, 1, 0, true, 0.0, Semantics.REFERENCE, 0)),
        FULL(new FullAttentionConfig(6, 2, 3, true, false, 0.0)),
        FULL_SHARED(new FullAttentionConfig(6, 2, 3, true, true, 0.0));

        @SuppressWarnings("ImmutableEnumChecker") // configurations are records of values
        private final BlockConfig config;

        Kind(BlockConfig config) {
            this.config = config;
        }
    }

    private static LshAttentionConfig lsh() {
        return new LshAttentionConfig(
                6, 2, 3, Buckets.of(4), 3, 4, 1, 1, true, 0.0, Semantics.PAPER, false, false, 0, List.of());
    }

    private static INDArray until(INDArray x, int t) {
        return x.get(NDArrayIndex.all(), NDArrayIndex.interval(0, t), NDArrayIndex.all());
    }

    private static INDArray from(INDArray x, int t) {
        return x.get(NDArrayIndex.all(), NDArrayIndex.interval(t, LENGTH), NDArrayIndex.all());
    }

    /** The order of an LSH layer hangs on all positions, so the buckets are those of the first evaluation. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theFutureIsNotSeen(Kind kind) {
        Block block = kind.config.toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), 3);
        Step step = Step.inference(3).withAssignments(Assignments.empty());
        INDArray x = random(1, 2, LENGTH, 6);
        INDArray before = block.forward(x, weights, step);
        for (int t : new int[] {1, 4, 5, 17, 28}) {
            INDArray changed = x.dup();
            from(changed, t).assign(random(t, 2, LENGTH - t, 6));
            INDArray after = block.forward(changed, weights, step);
            assertThat(until(after, t).sub(until(before, t)).amaxNumber().doubleValue())
                    .as("before position %d", t)
                    .isZero();
            assertThat(from(after, t).sub(from(before, t)).amaxNumber().doubleValue())
                    .as("from position %d on", t)
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void noGradientFlowsIntoTheFuture(Kind kind) {
        Block block = kind.config.toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), 3);
        INDArray x = random(1, 2, LENGTH, 6);
        INDArray dy = random(2, 2, LENGTH, 6);
        from(dy, 17).assign(0);
        try (Pass pass = block.record(x, weights, Step.inference(3));
                Gradients gradients = Gradients.of(weights)) {
            INDArray dx = pass.backward(dy, gradients);
            assertThat(from(dx, 17).amaxNumber().doubleValue()).isZero();
            assertThat(until(dx, 17).amaxNumber().doubleValue()).isPositive();
        }
    }
}
