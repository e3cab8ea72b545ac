package io.github.reformer4j.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Token by token with caches gives what one pass gives, where that is promised. */
class LanguageDecoderTest {

    private static final int LENGTH = 23;

    static Stream<Arguments> exactModels() {
        List<List<AttentionKind>> layers = List.of(
                List.of(AttentionKind.LOCAL),
                List.of(AttentionKind.FULL),
                List.of(AttentionKind.FULL_SHARED),
                List.of(AttentionKind.LOCAL, AttentionKind.FULL, AttentionKind.FULL_SHARED, AttentionKind.LOCAL));
        return layers.stream()
                .flatMap(kinds -> Arrays.stream(Semantics.values())
                        .flatMap(semantics -> Stream.of(DataType.DOUBLE, DataType.FLOAT)
                                .map(type -> Arguments.of(kinds, semantics, type))));
    }

    /** Two sequences at once; prompts of 1, chunk − 1, chunk, chunk + 1, two chunks and primes. */
    @ParameterizedTest
    @MethodSource("exactModels")
    void localAndFullLayersGiveWhatOnePassGives(List<AttentionKind> layers, Semantics semantics, DataType type) {
        int[][] ids = {DecodedConfig.ids(LENGTH, 1), DecodedConfig.ids(LENGTH, 2)};
        double tolerance = type == DataType.DOUBLE ? 1e-10 : 1e-4;
        try (LanguageModel model = DecodedConfig.model(DecodedConfig.of(layers, semantics), type, 3)) {
            List<INDArray> passes = IntStream.rangeClosed(1, LENGTH)
                    .mapToObj(length -> model.logits(prefix(ids, length), null, Step.inference(1)))
                    .toList();
            INDArray whole = passes.get(LENGTH - 1);
            for (int prompt : new int[] {1, 3, 4, 5, 7, 8, 13}) {
                LanguageDecoder decoder = new LanguageDecoder(model, Step.inference(1), 0);
                double[][] logits = decoder.ingest(prefix(ids, prompt));
                assertEqual(logits, whole, prompt - 1, tolerance);
                for (int t = prompt; t < LENGTH; t++) {
                    logits = decoder.next(ids[0][t], ids[1][t]);
                    assertEqual(logits, whole, t, tolerance);
                    assertEqual(logits, passes.get(t), t, tolerance);
                }
            }
        }
    }

    private static int[][] prefix(int[][] ids, int length) {
        return Arrays.stream(ids).map(row -> Arrays.copyOf(row, length)).toArray(int[][]::new);
    }

    private static void assertEqual(double[][] logits, INDArray whole, int position, double tolerance) {
        for (int row = 0; row < logits.length; row++) {
            for (int id = 0; id < DecodedConfig.VOCABULARY; id++) {
                assertThat(logits[row][id])
                        .as("row %d, position %d, id %d", row, position, id)
                        .isCloseTo(whole.getDouble(row, position, id), within(tolerance));
            }
        }
    }

    /** As long as nothing is hashed, LSH layers are exact too. */
    @ParameterizedTest
    @EnumSource(Semantics.class)
    void lshLayersGiveWhatOnePassGivesWithinAChunk(Semantics semantics) {
        int[][] ids = {DecodedConfig.ids(DecodedConfig.CHUNK, 1)};
        try (LanguageModel model = DecodedConfig.model(
                DecodedConfig.of(List.of(AttentionKind.LSH, AttentionKind.LSH), semantics), DataType.DOUBLE, 3)) {
            INDArray whole = model.logits(ids, null, Step.inference(1));
            LanguageDecoder decoder = new LanguageDecoder(model, Step.inference(1), 0);
            assertEqual(decoder.ingest(prefix(ids, 1)), whole, 0, 1e-10);
            for (int t = 1; t < DecodedConfig.CHUNK; t++) {
                assertEqual(decoder.next(ids[0][t]), whole, t, 1e-10);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AttentionKind.class,
            names = {"LOCAL", "LSH"})
    void aTokenCostsTheSameHoweverManyCameBefore(AttentionKind kind) {
        int perRound = DecodedConfig.HEADS * 2 * DecodedConfig.CHUNK; // a chunk and the one before it
        int most = kind == AttentionKind.LSH ? DecodedConfig.ROUNDS * perRound : perRound;
        long[] costs = costs(kind, 400);
        assertThat(Arrays.stream(costs).boxed())
                .allSatisfy(cost -> assertThat(cost).isBetween(1L, (long) most));
        assertThat(greatest(costs, 300, 400)).as("late").isEqualTo(greatest(costs, 20, 120));
    }

    @Test
    void onlyFullAttentionCostsAsMuchAsCameBefore() {
        long[] costs = costs(AttentionKind.FULL, 50);
        for (int t = 1; t < costs.length; t++) {
            assertThat(costs[t] - costs[t - 1]).isEqualTo(DecodedConfig.HEADS);
        }
    }

    /** Scores of every token after the first. */
    private static long[] costs(AttentionKind kind, int tokens) {
        int[] ids = DecodedConfig.ids(tokens + 1, 1);
        try (LanguageModel model =
                DecodedConfig.model(DecodedConfig.of(List.of(kind), Semantics.PAPER), DataType.FLOAT, 3)) {
            LanguageDecoder decoder = new LanguageDecoder(model, Step.inference(1), 0);
            decoder.ingest(new int[][] {{ids[0]}});
            long[] costs = new long[tokens];
            for (int t = 0; t < tokens; t++) {
                long before = decoder.scored();
                decoder.next(ids[t + 1]);
                costs[t] = decoder.scored() - before;
            }
            return costs;
        }
    }

    private static long greatest(long[] costs, int from, int to) {
        return Arrays.stream(costs, from, to).max().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void theCachedLossOfLocalAndFullLayersIsThatOfOnePass(Semantics semantics) {
        int[] ids = DecodedConfig.ids(LENGTH, 1);
        try (LanguageModel model = DecodedConfig.model(
                DecodedConfig.of(List.of(AttentionKind.LOCAL, AttentionKind.FULL), semantics), DataType.DOUBLE, 3)) {
            assertThat(CachedLoss.of(model, ids, Step.inference(1)).mean())
                    .isCloseTo(
                            model.loss(Batch.causal(new int[][] {ids}), Step.inference(1))
                                    .mean(),
                            within(1e-10));
        }
    }

    /** They differ by definition, and by less than the models are wrong. */
    @ParameterizedTest
    @EnumSource(Semantics.class)
    void theCachedLossOfLshLayersIsNearThatOfOnePass(Semantics semantics) {
        int[] ids = DecodedConfig.ids(97, 1);
        for (long seed = 1; seed <= 3; seed++) {
            try (LanguageModel model = DecodedConfig.model(
                    DecodedConfig.of(List.of(AttentionKind.LSH), semantics), DataType.DOUBLE, seed)) {
                double cached = CachedLoss.of(model, ids, Step.inference(seed)).mean();
                double once = model.loss(Batch.causal(new int[][] {ids}), Step.inference(seed))
                        .mean();
                assertThat(cached).as("seed %d", seed).isNotEqualTo(once).isCloseTo(once, within(0.05 * once));
            }
        }
    }

    @Test
    void aLossNeedsTwoTokens() {
        try (LanguageModel model = DecodedConfig.model(
                DecodedConfig.of(List.of(AttentionKind.FULL), Semantics.PAPER), DataType.FLOAT, 1)) {
            assertThatThrownBy(() -> CachedLoss.of(model, new int[1], Step.inference(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a loss needs a sequence of at least 2 tokens, got 1");
        }
    }
}
