package io.github.reformer4j.block;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static io.github.reformer4j.testing.GradientCheck.random;

import io.github.reformer4j.block.PlainAttention.Refined;
import io.github.reformer4j.block.PlainAttention.Sight;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.testing.GradientCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Attention by tiles and merged rounds gives what plain loops over the definition give. */
class AttentionTwinTest {

    private static final double TOLERANCE = 1e-10;
    private static final List<Integer> LENGTHS = List.of(1, 7, 8, 9, 13, 31);

    private static LshAttentionConfig lsh(
            int rounds, int before, int after, boolean causal, boolean withinBucket, boolean correct) {
        return new LshAttentionConfig(
                6,
                2,
                3,
                Buckets.of(4),
                rounds,
                4,
                before,
                after,
                causal,
                0.0,
                Semantics.PAPER,
                withinBucket,
                correct,
                0,
                List.of());
    }

    /** Two rows; by turns without padding and with some, the first position of a row being a token. */
    private static boolean[][] tokens(long seed, int length) {
        boolean[][] tokens = new boolean[2][length];
        for (int i = 0; i < 2 * length; i++) {
            tokens[i / length][i % length] = seed % 2 == 0 || i % length == 0 || CounterRandom.uniform(seed, i) < 0.7;
        }
        return tokens;
    }

    private static int[] placed(boolean[] tokens) {
        return IntStream.range(0, tokens.length).filter(i -> tokens[i]).toArray();
    }

    private static int[] everywhere(int length) {
        return IntStream.range(0, length).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void lshAttentionIsItsDefinition(long seed) {
        for (int length : LENGTHS) {
            checkLsh(lsh(1, 1, 0, true, false, false), seed, length);
            checkLsh(lsh(3, 1, 1, false, false, false), seed, length);
            checkLsh(lsh(2, 0, 0, true, true, false), seed, length);
            checkLsh(lsh(3, 1, 0, true, false, true), seed, length);
            checkLsh(lsh(3, 2, 0, false, true, true), seed, length);
        }
    }

    private static void checkLsh(LshAttentionConfig config, long seed, int length) {
        LshSelfAttention block = config.toBlock();
        Weights weights = GradientCheck.weights(block.parameters(), seed);
        INDArray x = random(seed, 2, length, 6);
        boolean[][] tokens = tokens(seed, length);
        Assignments assignments = Assignments.empty();
        Step step = Step.inference(seed).withAssignments(assignments).withMask(PaddingMask.of(tokens));
        INDArray actual = block.forward(x, weights, step);
        int[] buckets = Objects.requireNonNull(assignments.byPath().get(""));
        for (int row = 0; row < 2; row++) {
            int[] placed = placed(tokens[row]);
            Sight sight = PlainAttention.hashed(config, buckets, row, length, placed);
            Refined refined = new Refined(
                    config.correctDuplicates(),
                    config.withinBucket() ? buckets : null,
                    2,
                    config.rounds(),
                    length,
                    row);
            PlainAttention plain = new PlainAttention(x.slice(row), weights, 2, true, config.causal(), tokens[row]);
            double[][] expected = plain.attend(sight, config.rounds(), placed, refined);
            assertClose(config + " of " + length, actual.slice(row), Nd4j.create(expected), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void withDuplicatesCorrectedAttentionIsExactOverTheKeysSeenInAnyRound(long seed) {
        LshAttentionConfig config = lsh(3, 1, 0, seed % 3 == 0, false, true);
        Weights weights = GradientCheck.weights(config.toBlock().parameters(), seed);
        for (int length : LENGTHS) {
            INDArray x = random(seed, 1, length, 6);
            boolean[] tokens = tokens(seed, length)[0];
            Assignments assignments = Assignments.empty();
            Step step = Step.inference(seed)
                    .withAssignments(assignments)
                    .withMask(PaddingMask.of(new boolean[][] {tokens}));
            INDArray actual = config.toBlock().forward(x, weights, step);
            int[] buckets = Objects.requireNonNull(assignments.byPath().get(""));
            Sight sight = PlainAttention.hashed(config, buckets, 0, length, placed(tokens));
            PlainAttention plain = new PlainAttention(x.slice(0), weights, 2, true, config.causal(), tokens);
            double[][] expected = plain.attendOverSet(sight, 3, placed(tokens));
            assertClose("length " + length, actual.slice(0), Nd4j.create(expected), TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,0,true,PAPER", "2,1,1,false,PAPER", "3,0,0,false,PAPER", "4,2,0,true,PAPER", "5,0,2,false,PAPER"})
    void localAttentionIsItsDefinition(long seed, int before, int after, boolean causal, Semantics semantics) {
        LocalAttentionConfig config = new LocalAttentionConfig(6, 2, 3, 4, before, after, causal, 0.0, semantics, 0);
        Weights weights = GradientCheck.weights(config.toBlock().parameters(), seed);
        for (int length : LENGTHS) {
            INDArray x = random(seed, 2, length, 6);
            boolean[][] tokens = tokens(seed, length);
            Step step = Step.inference(seed).withMask(PaddingMask.of(tokens));
            INDArray actual = config.toBlock().forward(x, weights, step);
            for (int row = 0; row < 2; row++) {
                int[] placed = placed(tokens[row]);
                PlainAttention plain = new PlainAttention(x.slice(row), weights, 2, false, causal, tokens[row]);
                double[][] expected = plain.attend(PlainAttention.local(config, placed), 1, placed, Refined.NONE);
                assertClose("length " + length, actual.slice(row), Nd4j.create(expected), TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 16, 28})
    void windowsOfTheReferenceAreARing(int length) {
        LocalAttentionConfig config = new LocalAttentionConfig(6, 2, 3, 4, 1, 1, false, 0.0, Semantics.REFERENCE, 0);
        Weights weights = GradientCheck.weights(config.toBlock().parameters(), 8);
        INDArray x = random(8, 1, length, 6);
        PlainAttention plain = new PlainAttention(x.slice(0), weights, 2, false, false, null);
        int[] all = everywhere(length);
        double[][] expected = plain.attend(PlainAttention.local(config, all), 1, all, Refined.NONE);
        INDArray actual = config.toBlock().forward(x, weights, Step.inference(8));
        assertClose("length " + length, actual.slice(0), Nd4j.create(expected), TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"1,false,false", "2,false,true", "3,true,false", "4,true,true"})
    void exactAttentionIsItsDefinition(long seed, boolean causal, boolean shared) {
        FullAttentionConfig config = new FullAttentionConfig(6, 2, 3, causal, shared, 0.0);
        Weights weights = GradientCheck.weights(config.toBlock().parameters(), seed);
        for (int length : LENGTHS) {
            INDArray x = random(seed, 2, length, 6);
            boolean[][] tokens = tokens(seed, length);
            Step step = Step.inference(seed).withMask(PaddingMask.of(tokens));
            INDArray actual = config.toBlock().forward(x, weights, step);
            for (int row = 0; row < 2; row++) {
                PlainAttention plain = new PlainAttention(x.slice(row), weights, 2, shared, causal, tokens[row]);
                double[][] expected = plain.attend(PlainAttention.all(length), 1, everywhere(length), Refined.NONE);
                assertClose("length " + length, actual.slice(row), Nd4j.create(expected), TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void singlePrecisionAgreesWithDouble(long seed) {
        LshAttentionConfig config = lsh(2, 1, 0, true, false, seed == 2);
        Weights weights = GradientCheck.weights(config.toBlock().parameters(), seed);
        Map<String, INDArray> narrow = new LinkedHashMap<>();
        weights.all().forEach((name, array) -> narrow.put(name, array.castTo(DataType.FLOAT)));
        INDArray x = random(seed, 2, 31, 6);
        Step step = Step.inference(seed).withAssignments(Assignments.empty());
        INDArray expected = config.toBlock().forward(x, weights, step);
        INDArray actual = config.toBlock().forward(x.castTo(DataType.FLOAT), Weights.of(narrow), step);
        assertClose("float", actual, expected, 1e-4);
    }
}
