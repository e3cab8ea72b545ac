package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.random;

import io.github.reformer4j.testing.GradientCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The blocks other than attention by chunks: their backward is the derivative of their forward. */
class BlockGradientTest {

    private static final long SEED = 11;

    private static Step inference() {
        return Step.inference(SEED).withAssignments(Assignments.empty());
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void fullAttentionHasItsDerivative(boolean causal, boolean shared) {
        Block block = new FullAttentionConfig(6, 2, 3, causal, shared, 0.0).toBlock();
        GradientCheck.check(block, random(SEED, 2, 9, 6), inference(), SEED);
        GradientCheck.check(block, random(SEED, 2, 1, 6), inference(), SEED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fullAttentionWithDropoutHasItsDerivative(boolean shared) {
        Block block = new FullAttentionConfig(6, 2, 3, true, shared, 0.3).toBlock();
        GradientCheck.check(block, random(SEED, 2, 9, 6), Step.training(SEED), SEED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fullAttentionWithPaddingHasItsDerivative(boolean causal) {
        Block block = new FullAttentionConfig(6, 2, 3, causal, true, 0.0).toBlock();
        PaddingMask mask = PaddingMask.of(new boolean[][] {{false, false, true, true}, {true, false, false, false}});
        GradientCheck.check(block, random(SEED, 2, 4, 6), inference().withMask(mask), SEED);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void feedForwardHasItsDerivative(Activation activation) {
        FeedForwardConfig config = new FeedForwardConfig(4, 7, activation, 3, 0.0);
        GradientCheck.check(config.toBlock(), random(SEED, 2, 5, 4), inference(), SEED);
        FeedForwardConfig dropping = new FeedForwardConfig(4, 7, activation, 3, 0.3);
        GradientCheck.check(dropping.toBlock(), random(SEED, 2, 5, 4), Step.training(SEED), SEED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 10, 11})
    void feedForwardHasTheSameDerivativeInAnyChunks(int chunk) {
        FeedForwardConfig config = new FeedForwardConfig(4, 7, Activation.GELU, chunk, 0.3);
        GradientCheck.check(config.toBlock(), random(SEED, 2, 5, 4), Step.training(SEED), SEED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-6, 0.1})
    void layerNormHasItsDerivative(double epsilon) {
        GradientCheck.check(new LayerNormConfig(5, epsilon).toBlock(), random(SEED, 2, 3, 5), inference(), SEED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void linearHasItsDerivative(boolean bias) {
        GradientCheck.check(new LinearConfig(4, 3, bias, 0.02).toBlock(), random(SEED, 2, 3, 4), inference(), SEED);
    }

    @Test
    void dropoutHasItsDerivative() {
        Block block = new DropoutConfig(0.4).toBlock();
        GradientCheck.check(block, random(SEED, 2, 3, 4), Step.training(SEED), SEED);
        GradientCheck.check(block, random(SEED, 2, 3, 4), inference(), SEED);
    }

    @Test
    void aSequenceOfBlocksHasItsDerivative() {
        Block block = new SequentialConfig(List.of(
                        new SequentialConfig.Part("norm", new LayerNormConfig(4, 1e-6)),
                        new SequentialConfig.Part("", new LinearConfig(4, 6, true, 0.02)),
                        new SequentialConfig.Part("drop", new DropoutConfig(0.2)),
                        new SequentialConfig.Part("attention", LshAttentionConfig.of(6, 2, 3, 4))))
                .toBlock();
        GradientCheck.check(block, random(SEED, 2, 13, 4), Step.training(SEED), SEED);
    }
}
