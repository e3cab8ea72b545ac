package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static io.github.reformer4j.testing.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.testing.GradientCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** By the paper's semantics padding never changes what real tokens get; and what LSH attention has of exact attention. */
class PaddingTest {

    private static final double TOLERANCE = 1e-12;
    private static final int TOKENS = 21;
    private static final int FILLED = 30;

    /** Kinds of attention; the buckets are given in number, because the automatic choice goes by the length. */
    enum Kind {
        LSH(lsh(2, 4, 0)),
        LSH_REFINED(lsh(2, 4, 0).withRefinements(true, true)),
        LSH_BOTH_WAYS(lsh(3, 4, 0).withCausal(false)),
        LOCAL(new LocalAttentionConfig(6, 2, 3, 4, 1, 0, true, 0.0, Semantics.PAPER, 0)),
        LOCAL_BOTH_WAYS(new LocalAttentionConfig(6, 2, 3, 4, 1, 1, false, 0.0, Semantics.PAPER, 0)),
        FULL(new FullAttentionConfig(6, 2, 3, true, false, 0.0)),
        FULL_SHARED(new FullAttentionConfig(6, 2, 3, false, true, 0.0));

        @SuppressWarnings("ImmutableEnumChecker") // configurations are records of values
        private final BlockConfig config;

        Kind(BlockConfig config) {
            this.config = config;
        }
    }

    private static LshAttentionConfig lsh(int rounds, int chunk, int exactUpTo) {
        return new LshAttentionConfig(
                6,
                2,
                3,
                Buckets.of(4),
                rounds,
                chunk,
                1,
                0,
                true,
                0.0,
                Semantics.PAPER,
                false,
                false,
                exactUpTo,
                List.of());
    }

    /** Where the tokens stand among the filled positions. */
    private static int[] places(String where) {
        return IntStream.range(0, TOKENS)
                .map(i -> switch (where) {
                    case "left" -> i + FILLED - TOKENS;
                    case "right" -> i;
                    default -> i + Math.min(FILLED - TOKENS, i / 2);
                })
                .toArray();
    }

    private static INDArray spread(INDArray rows, int[] places, INDArray into) {
        for (int i = 0; i < places.length; i++) {
            into.slice(0).putRow(places[i], rows.slice(0).getRow(i));
        }
        return into;
    }

    private static INDArray gathered(INDArray rows, int[] places) {
        return Nd4j.pullRows(rows.slice(0), 1, places).reshape(1, places.length, rows.size(2));
    }

    private static PaddingMask mask(int[] places) {
        return PaddingMask.of(new boolean[][] {AttentionInput.flags(places, FILLED)});
    }

    /** Output, input gradient and parameter gradients, by name. */
    private static Map<String, INDArray> run(Block block, INDArray x, INDArray dy, Weights weights, Step step) {
        Map<String, INDArray> results = new LinkedHashMap<>();
        try (Gradients gradients = Gradients.of(weights);
                Pass pass = block.record(x, weights, step)) {
            results.put("output", pass.takeOutput());
            results.put("input", pass.backward(dy, gradients));
            gradients.all().forEach((name, sum) -> results.put(name, sum.dup()));
        }
        return results;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void paddingAnywhereChangesNothingForTokens(Kind kind) {
        Block block = kind.config.toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), 5);
        Step step = Step.inference(5);
        INDArray x = random(1, 1, TOKENS, 6);
        INDArray dy = random(2, 1, TOKENS, 6);
        Map<String, INDArray> alone = run(block, x, dy, weights, step);
        for (String where : List.of("left", "right", "between")) {
            int[] places = places(where);
            INDArray filled = spread(x, places, random(3, 1, FILLED, 6));
            INDArray dFilled = spread(dy, places, Nd4j.zeros(dy.dataType(), 1, FILLED, 6));
            Map<String, INDArray> padded = run(block, filled, dFilled, weights, step.withMask(mask(places)));
            padded.forEach((name, array) -> {
                boolean byPosition = name.equals("output") || name.equals("input");
                assertClose(
                        where + " " + name,
                        byPosition ? gathered(array, places) : array,
                        java.util.Objects.requireNonNull(alone.get(name)),
                        TOLERANCE);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FULL", "FULL_SHARED"},
            mode = EnumSource.Mode.EXCLUDE)
    void paddingGetsNoGradientAndGivesNone(Kind kind) {
        Block block = kind.config.toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), 5);
        int[] places = places("between");
        INDArray dy = random(2, 1, FILLED, 6);
        Map<String, INDArray> padded = run(
                block, random(1, 1, FILLED, 6), dy, weights, Step.inference(5).withMask(mask(places)));
        boolean[] tokens = AttentionInput.flags(places, FILLED);
        for (String name : List.of("output", "input")) {
            INDArray rows = java.util.Objects.requireNonNull(padded.get(name)).slice(0);
            for (int i = 0; i < FILLED; i++) {
                assertThat(rows.getRow(i).amaxNumber().doubleValue() == 0.0)
                        .as("%s of position %d is zero", name, i)
                        .isEqualTo(!tokens[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shortSequencesAndASingleChunkAreExact(boolean causal) {
        Block exact = new FullAttentionConfig(6, 2, 3, causal, true, 0.0).toBlock();
        Weights weights = GradientCheck.weights(exact.parameters(), 7);
        INDArray x = random(1, 2, TOKENS, 6);
        INDArray dy = random(2, 2, TOKENS, 6);
        Map<String, INDArray> expected = run(exact, x, dy, weights, Step.inference(7));
        LshAttentionConfig shortEnough = lsh(2, 4, TOKENS).withCausal(causal);
        LshAttentionConfig oneChunk = new LshAttentionConfig(
                6, 2, 3, Buckets.of(4), 1, TOKENS, 0, 0, causal, 0.0, Semantics.PAPER, false, false, 0, List.of());
        for (LshAttentionConfig config : List.of(shortEnough, oneChunk, oneChunk.withRounds(3))) {
            Map<String, INDArray> actual = run(config.toBlock(), x, dy, weights, Step.inference(7));
            expected.forEach((name, array) ->
                    assertClose(name, java.util.Objects.requireNonNull(actual.get(name)), array, TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void moreRoundsWithTheSameWeightsComeNearerToExactAttention(long seed) {
        Block exact = new FullAttentionConfig(6, 2, 3, true, true, 0.0).toBlock();
        Weights weights = GradientCheck.weights(exact.parameters(), seed);
        INDArray x = random(seed, 2, 96, 6);
        INDArray expected = exact.forward(x, weights, Step.inference(seed));
        LshAttentionConfig config = lsh(1, 8, 0).withRefinements(false, true).withBuckets(Buckets.of(12));
        double one = error(config, x, weights, expected, seed);
        double four = error(config.withRounds(4), x, weights, expected, seed);
        double sixteen = error(config.withRounds(16), x, weights, expected, seed);
        assertThat(four).isLessThan(one);
        assertThat(sixteen).isLessThan(four).isLessThan(0.5 * one);
    }

    /** Mean absolute difference to exact attention. */
    private static double error(LshAttentionConfig config, INDArray x, Weights weights, INDArray expected, long seed) {
        INDArray actual = config.toBlock().forward(x, weights, Step.inference(seed));
        return actual.sub(expected).ameanNumber().doubleValue();
    }
}
