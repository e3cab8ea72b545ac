package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static io.github.reformer4j.testing.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.testing.GradientCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One seed gives the same numbers again, whatever was computed in between; another gives others. */
class DeterminismTest {

    /** Blocks that draw something. */
    enum Kind {
        LSH(lsh()),
        LSH_WITHOUT_DROPOUT(lsh().withDropout(0.0)),
        LOCAL(new LocalAttentionConfig(6, 2, 3, 4, 1, 1, true, 0.3, Semantics.PAPER, 0)),
        FULL(new FullAttentionConfig(6, 2, 3, true, false, 0.3)),
        FEED_FORWARD(new FeedForwardConfig(6, 9, Activation.GELU, 4, 0.3)),
        DROPOUT(new DropoutConfig(0.5));

        @SuppressWarnings("ImmutableEnumChecker") // configurations are records of values
        private final BlockConfig config;

        Kind(BlockConfig config) {
            this.config = config;
        }
    }

    private static LshAttentionConfig lsh() {
        return new LshAttentionConfig(
                6, 2, 3, Buckets.of(8), 3, 4, 1, 0, true, 0.3, Semantics.PAPER, false, false, 0, List.of());
    }

    /** The output and all gradients of a training step. */
    private static List<INDArray> run(Block block, long seed) {
        List<INDArray> results = new ArrayList<>();
        Weights weights = GradientCheck.weights(block.parameters(), 3);
        try (Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(random(1, 2, 45, 6), weights, Step.training(seed))) {
            results.add(pass.takeOutput());
            results.add(pass.backward(random(2, 2, 45, 6), gradients));
            gradients.all().values().forEach(sum -> results.add(sum.dup()));
        }
        return results;
    }

    private static List<double[]> bits(List<INDArray> arrays) {
        return arrays.stream().map(array -> array.data().asDouble()).toList();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneSeedGivesTheSameBits(Kind kind) {
        Block block = kind.config.toBlock();
        List<double[]> first = bits(run(block, 4));
        run(block, 5);
        List<double[]> second = bits(run(kind.config.toBlock(), 4));
        assertThat(second).hasSameSizeAs(first);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).as("array %d", i).containsExactly(first.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anotherSeedGivesOtherNumbers(Kind kind) {
        Block block = kind.config.toBlock();
        INDArray first = run(block, 4).get(0);
        INDArray second = run(block, 5).get(0);
        assertThat(first.sub(second).amaxNumber().doubleValue()).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theNumberOfThreadsChangesRoundingAtMost(Kind kind) {
        int before = Nd4j.getEnvironment().maxThreads();
        try {
            Nd4j.getEnvironment().setMaxThreads(1);
            List<INDArray> one = run(kind.config.toBlock(), 4);
            Nd4j.getEnvironment().setMaxThreads(2);
            List<INDArray> two = run(kind.config.toBlock(), 4);
            for (int i = 0; i < one.size(); i++) {
                assertClose("array " + i, two.get(i), one.get(i), 1e-12);
            }
        } finally {
            Nd4j.getEnvironment().setMaxThreads(before);
        }
    }

    @Test
    void aPassIsReplayedToTheBit() {
        Block block = lsh().toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), 3);
        INDArray x = random(1, 2, 45, 6);
        Step step = Step.training(9);
        INDArray first = block.forward(x, weights, step);
        INDArray second = block.forward(x, weights, step);
        assertThat(second.data().asDouble()).containsExactly(first.data().asDouble());
    }
}
