package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.random;

import io.github.reformer4j.testing.GradientCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LSH and local attention: backward is the derivative of forward while buckets stay as they are. */
class ChunkedAttentionGradientTest {

    private static final long SEED = 23;
    private static final int CHUNK = 8;

    private static Step inference() {
        return Step.inference(SEED).withAssignments(Assignments.empty());
    }

    private static LshAttentionConfig lsh(int rounds, int before, int after, boolean causal, Semantics semantics) {
        return new LshAttentionConfig(
                6,
                2,
                3,
                Buckets.of(4),
                rounds,
                CHUNK,
                before,
                after,
                causal,
                0.0,
                semantics,
                false,
                false,
                0,
                List.of());
    }

    private static LocalAttentionConfig local(
            int before, int after, boolean causal, double dropout, Semantics semantics) {
        return new LocalAttentionConfig(6, 2, 3, CHUNK, before, after, causal, dropout, semantics, 0);
    }

    /** Padding on the left, and a row that is all padding but one. */
    private static PaddingMask mask(int length) {
        boolean[][] tokens = new boolean[2][length];
        for (int i = 0; i < length; i++) {
            tokens[0][i] = i >= 5 && i % 7 != 0;
            tokens[1][i] = i == 3;
        }
        return PaddingMask.of(tokens);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,0,true",
        "3,1,0,true",
        "1,1,1,false",
        "3,1,1,false",
        "1,0,0,false",
        "3,0,0,true",
        "1,2,0,true",
        "3,2,0,false"
    })
    void lshAttentionHasItsDerivative(int rounds, int before, int after, boolean causal) {
        LshAttentionConfig config = lsh(rounds, before, after, causal, Semantics.PAPER);
        GradientCheck.check(config.toBlock(), random(SEED, 1, 29, 6), inference(), SEED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 13, 31})
    void lshAttentionOfAnyLengthHasItsDerivative(int length) {
        LshAttentionConfig config = lsh(2, 1, 0, true, Semantics.PAPER);
        GradientCheck.check(config.toBlock(), random(SEED, 2, length, 6), inference(), SEED);
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,true", "true,true"})
    void lshAttentionWithRefinementsHasItsDerivative(boolean withinBucket, boolean correctDuplicates) {
        LshAttentionConfig config =
                lsh(3, 1, 1, true, Semantics.PAPER).withRefinements(withinBucket, correctDuplicates);
        GradientCheck.check(config.toBlock(), random(SEED, 1, 31, 6), inference(), SEED);
        GradientCheck.check(config.withDropout(0.3).toBlock(), random(SEED, 1, 31, 6), Step.training(SEED), SEED);
    }

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void lshAttentionWithPaddingHasItsDerivative(Semantics semantics) {
        for (boolean causal : new boolean[] {false, true}) {
            LshAttentionConfig config = lsh(2, 1, 0, causal, semantics);
            GradientCheck.check(
                    config.toBlock(), random(SEED, 2, 24, 6), inference().withMask(mask(24)), SEED);
        }
    }

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void lshAttentionWithDropoutHasItsDerivative(Semantics semantics) {
        LshAttentionConfig config = lsh(3, 1, 0, true, semantics).withDropout(0.3);
        GradientCheck.check(config.toBlock(), random(SEED, 2, 16, 6), Step.training(SEED), SEED);
    }

    @Test
    void lshAttentionWithAHeadMaskHasItsDerivative() {
        LshAttentionConfig config = new LshAttentionConfig(
                6,
                2,
                3,
                Buckets.of(4, 2),
                2,
                CHUNK,
                1,
                0,
                true,
                0.0,
                Semantics.PAPER,
                false,
                false,
                0,
                List.of(0.5, 2.0));
        GradientCheck.check(config.toBlock(), random(SEED, 1, 17, 6), inference(), SEED);
    }

    @ParameterizedTest
    @CsvSource({"1,0,true,PAPER", "1,1,false,PAPER", "0,0,false,PAPER", "2,0,true,PAPER", "1,1,false,REFERENCE"})
    void localAttentionHasItsDerivative(int before, int after, boolean causal, Semantics semantics) {
        LocalAttentionConfig config = local(before, after, causal, 0.0, semantics);
        GradientCheck.check(config.toBlock(), random(SEED, 1, 24, 6), inference(), SEED);
        GradientCheck.check(
                config.toBlock(), random(SEED, 2, 24, 6), inference().withMask(mask(24)), SEED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 13, 31})
    void localAttentionOfAnyLengthHasItsDerivative(int length) {
        LocalAttentionConfig config = local(1, 1, true, 0.3, Semantics.PAPER);
        GradientCheck.check(config.toBlock(), random(SEED, 2, length, 6), Step.training(SEED), SEED);
    }
}
