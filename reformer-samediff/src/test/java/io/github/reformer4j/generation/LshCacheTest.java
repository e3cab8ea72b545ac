package io.github.reformer4j.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The cache against plain loops that hash, sort and attend anew at every step. */
class LshCacheTest {

    private static final int DEPTH = 6;
    private static final int HEADS = 2;
    private static final int HEAD_SIZE = 4;
    private static final int LENGTH = 45;

    @ParameterizedTest
    @CsvSource({
        // seed, prompt, rounds, chunk, before, after, semantics, within, correct, exactUpTo
        "1, 1, 1, 4, 1, 0, PAPER, false, false, 4",
        "2, 17, 2, 4, 1, 0, PAPER, false, false, 4",
        "3, 8, 3, 4, 1, 1, PAPER, true, false, 8",
        "4, 20, 2, 5, 2, 0, PAPER, false, true, 5",
        "5, 3, 4, 3, 1, 0, PAPER, true, true, 0",
        "6, 11, 2, 4, 0, 0, PAPER, false, false, 30",
        "7, 1, 1, 4, 1, 0, REFERENCE, false, false, 4",
        "8, 4, 2, 4, 1, 0, REFERENCE, false, false, 4",
        "9, 3, 2, 4, 2, 1, REFERENCE, false, false, 4",
        "10, 30, 3, 8, 1, 0, REFERENCE, false, false, 8",
        "11, 9, 2, 8, 1, 0, REFERENCE, false, true, 8"
    })
    void equalsHashingAndSortingAnewAtEveryStep(
            long seed,
            int prompt,
            int rounds,
            int chunk,
            int before,
            int after,
            Semantics semantics,
            boolean withinBucket,
            boolean correctDuplicates,
            int exactUpTo) {
        LshAttentionConfig config = new LshAttentionConfig(
                DEPTH,
                HEADS,
                HEAD_SIZE,
                Buckets.of(2, 4),
                rounds,
                chunk,
                before,
                after,
                true,
                0.0,
                semantics,
                withinBucket,
                correctDuplicates,
                exactUpTo,
                List.of(1.0, 0.5));
        INDArray x = normal(seed, LENGTH, DEPTH);
        INDArray queryKey = normal(seed + 100, DEPTH, HEADS * HEAD_SIZE);
        INDArray value = normal(seed + 200, DEPTH, HEADS * HEAD_SIZE);
        INDArray rotations = normal(seed + 300, HEADS, HEAD_SIZE, rounds, 3);
        Projections projections =
                Projections.shared(Weights.of(Map.of("query_key.weight", queryKey, "value.weight", value)));
        LshCache cache = new LshCache(config, projections, new TokenHash(rotations, new int[] {2, 4}));
        PlainLshDecoding plain = new PlainLshDecoding(config, x, queryKey, value, rotations);

        cache.fill(x.get(NDArrayIndex.interval(0, prompt), NDArrayIndex.all()));
        double[] output = new double[HEADS * HEAD_SIZE];
        for (int n = prompt + 1; n <= LENGTH; n++) {
            cache.next(x.getRow(n - 1).toDoubleVector(), output);
            double[] expected = plain.output(n, prompt);
            int step = n;
            assertThat(IntStream.range(0, output.length))
                    .allSatisfy(i -> assertThat(output[i])
                            .as("column %d at length %d", i, step)
                            .isCloseTo(expected[i], within(1e-10)));
        }
    }

    private static INDArray normal(long key, long... shape) {
        return Initializer.normal(1.0).create(DataType.DOUBLE, key, shape);
    }
}
