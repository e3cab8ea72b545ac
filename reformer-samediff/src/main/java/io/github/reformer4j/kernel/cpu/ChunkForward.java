package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import java.util.Arrays;

/**
 * Forward of chunks: scores, softmax over the window, values, and what earlier rounds gave merged in, Σ exp(s − max) v by
 * position. The last round divides by the sum.
 */
final class ChunkForward {

    private final ChunkWindow window;
    private final Lanes lanes;
    private final float[] sum; // [c]
    private final float[] output; // [c, d]
    private final float[] otherMax; // [c]
    private final float[] otherSum; // [c]
    private final float[] other; // [d]
    private final float[] here; // [c], what this round counts
    private final float[] there; // [c], what those before it count

    ChunkForward(ChunkWindow window) {
        this.window = window;
        lanes = window.lanes;
        sum = new float[window.columns];
        output = new float[window.chunkLength * window.stride];
        otherMax = new float[window.columns];
        otherSum = new float[window.columns];
        other = new float[window.stride];
        here = new float[window.columns];
        there = new float[window.columns];
    }

    /** Chunks {@code from} to {@code to} − 1 of one round. */
    void run(HeadInputs inputs, AttentionPlan.Head head, HeadDropout dropout, int from, int to, HeadOutput into) {
        window.open(inputs, head);
        int round = from / head.order().chunksPerRound();
        for (int chunk = from; chunk < to; chunk++) {
            window.load(chunk, ChunkForward::forget);
            window.score(chunk);
            Arrays.fill(sum, 0.0f);
            lanes.exponentials(window.scores, window.shape.keys(), window.columns, window.max, sum);
            if (dropout.rate() > 0.0) {
                window.drop(chunk, window.scores, dropout.rate(), dropout.key());
            }
            weighValues(chunk);
            write(round, head.order().rounds(), into);
        }
    }

    private static void forget(WindowSlot slot) {
        // Forward keeps nothing of a chunk that is seen no more.
    }

    private void weighValues(int chunk) {
        boolean add = false;
        for (int offset = -window.shape.before(); offset <= window.shape.after(); offset++) {
            lanes.multiply(
                    Matrix.columns(window.scores, window.block(offset), window.columns),
                    Matrix.rows(window.slot(chunk, offset).value, 0, window.stride),
                    Matrix.rows(output, 0, window.stride),
                    window.chunkLength,
                    window.stride,
                    window.chunkLength,
                    add);
            add = true;
        }
    }

    private void write(int round, int rounds, HeadOutput into) {
        into.note(round, window.positions, window.max, sum);
        if (round > 0) {
            merge(into);
        }
        for (int i = 0; i < window.chunkLength; i++) {
            int position = window.positions[i];
            if (position != ChunkOrder.EMPTY) {
                into.putState(position, window.max[i], sum[i]);
                if (round == rounds - 1) {
                    float divisor = into.divisor(position, window.max[i], sum[i]);
                    lanes.scale(output, i * window.stride, window.depth, 1.0f / divisor);
                }
                into.rows().put(position, output, i * window.stride);
            }
        }
    }

    /** (max, sum, output) of this round and of those before it, relative to the greater maximum. */
    private void merge(HeadOutput into) {
        float[] max = window.max;
        into.getState(window.positions, otherMax, otherSum);
        for (int i = 0; i < window.chunkLength; i++) {
            float greater = Math.max(max[i], otherMax[i]);
            here[i] = max[i] - greater;
            there[i] = otherMax[i] - greater;
            max[i] = greater;
        }
        lanes.exp(here, max.length);
        lanes.exp(there, max.length);
        for (int i = 0; i < window.chunkLength; i++) {
            if (window.positions[i] != ChunkOrder.EMPTY) {
                sum[i] = sum[i] * here[i] + otherSum[i] * there[i];
                into.rows().get(window.positions[i], other, 0);
                lanes.mix(there[i], other, 0, here[i], output, i * window.stride, window.depth);
            }
        }
    }
}
