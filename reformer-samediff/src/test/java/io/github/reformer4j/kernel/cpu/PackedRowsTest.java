package io.github.reformer4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.InputGradients;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.ScoreRule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copying the vectors of heads together changes where they lie, and no bit of what comes out. */
class PackedRowsTest {

    private static final int HEADS = 3;
    private static final int DEPTH = 5;
    private static final int ROUNDS = 2;
    private static final int BUCKETS = 7;
    private static final ChunkOrder.Window WINDOW = new ChunkOrder.Window(16, 1, 0, true);

    /** Of one batch: output, and gradients of queries, keys where there are any, and values. */
    private record Results(List<float[]> arrays) {}

    @ParameterizedTest
    @CsvSource({"1, true", "63, true", "64, false", "131, false", "6000, true", "6000, false", "9001, true"})
    void givesTheSameBits(int length, boolean shared) {
        Results scattered = run(length, shared, Long.MAX_VALUE);
        Results packed = run(length, shared, 0);
        for (int i = 0; i < scattered.arrays().size(); i++) {
            assertThat(packed.arrays().get(i)).isEqualTo(scattered.arrays().get(i));
        }
    }

    private static Results run(int length, boolean shared, long packedFrom) {
        INDArray q = rows(1, length);
        INDArray k = shared ? null : rows(2, length);
        Inputs inputs = new Inputs(q, k, rows(3, length), HEADS);
        List<AttentionPlan.Chunked> plans = List.of(plan(length, 1), plan(length, 2));
        Attended attended = new Attended(
                rows(0, length),
                Nd4j.create(DataType.FLOAT, 2, HEADS, length),
                Nd4j.create(DataType.FLOAT, 2, HEADS, length));
        FusedChunks chunks = new FusedChunks(new PlainLanes(), plans, inputs, packedFrom);
        chunks.forward(attended);
        InputGradients gradients =
                new InputGradients(rows(0, length), shared ? null : rows(0, length), rows(0, length));
        chunks.backward(attended, rows(4, length), gradients);
        INDArray dk = gradients.k();
        return new Results(java.util.stream.Stream.of(
                        attended.output(), gradients.q(), dk == null ? gradients.q() : dk, gradients.v())
                .map(array -> array.reshape(-1).toFloatVector())
                .toList());
    }

    /** [2, n, h d]; of seed 0 what nobody has written yet. */
    private static INDArray rows(long seed, int length) {
        return Initializer.normal(1.0).create(DataType.FLOAT, seed, 2, length, HEADS * DEPTH);
    }

    /** Every eleventh position takes no place. */
    private static AttentionPlan.Chunked plan(int length, long seed) {
        boolean[] placed = new boolean[length];
        IntStream.range(0, length).forEach(i -> placed[i] = i % 11 != 10);
        int[] positions = IntStream.range(0, length).filter(i -> placed[i]).toArray();
        int[] buckets = IntStream.range(0, HEADS * ROUNDS * length)
                .map(i -> (int) Math.floorMod(CounterRandom.bits(seed, i), (long) BUCKETS))
                .toArray();
        List<AttentionPlan.Head> heads = IntStream.range(0, HEADS)
                .mapToObj(head -> new AttentionPlan.Head(
                        ChunkOrder.byBucket(positions, buckets, head * ROUNDS * length, length, ROUNDS, WINDOW),
                        ScoreRule.of(true, true, null)))
                .toList();
        return new AttentionPlan.Chunked(heads, placed, new AttentionPlan.Dropout(0.1, seed), false);
    }
}
