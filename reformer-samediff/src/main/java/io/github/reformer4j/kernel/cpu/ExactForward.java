package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ScoreRule;
import java.util.Arrays;

/**
 * Forward of exact attention for a tile of queries: over tiles of keys, with maximum and sum of what was seen so far (Milakov
 * and Gimelshein 2018, "Online normalizer calculation for softmax"; Rabe and Staats 2021).
 */
final class ExactForward {

    private final ExactTile tile;
    private final float[] sum; // [c]
    private final float[] output; // [c, d]
    private final float[] before; // [c]

    ExactForward(ExactTile tile) {
        this.tile = tile;
        sum = new float[tile.columns];
        output = new float[ExactTile.QUERIES * tile.stride];
        before = new float[tile.columns];
    }

    /** The queries from {@code first} on. */
    void run(HeadInputs inputs, PackedHead head, ScoreRule rule, HeadDropout dropout, int first, HeadOutput into) {
        int count = tile.load(inputs.q(), first);
        Arrays.fill(tile.max, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0.0f);
        Arrays.fill(output, 0.0f);
        int last = first + count - 1;
        int keys = tile.keys(0, last, rule);
        for (int from = 0; keys > 0; from += keys, keys = tile.keys(from, last, rule)) {
            System.arraycopy(tile.max, 0, before, 0, before.length);
            tile.score(head, from, keys, rule);
            rescale();
            tile.lanes.exponentials(tile.scores, keys, tile.columns, tile.max, sum);
            if (dropout.rate() > 0.0) {
                tile.drop(tile.scores, count, from, keys, dropout);
            }
            tile.lanes.multiply(
                    Matrix.columns(tile.scores, 0, tile.columns),
                    Matrix.rows(head.value, from * tile.stride, tile.stride),
                    Matrix.rows(output, 0, tile.stride),
                    ExactTile.QUERIES,
                    tile.stride,
                    keys,
                    true);
        }
        write(first, count, into);
    }

    /** What was seen before counts relative to the maxima of now. */
    private void rescale() {
        for (int i = 0; i < before.length; i++) {
            before[i] -= tile.max[i];
        }
        tile.lanes.exp(before, before.length);
        for (int i = 0; i < ExactTile.QUERIES; i++) {
            sum[i] *= before[i];
            scale(i * tile.stride, before[i]);
        }
    }

    private void scale(int at, float factor) {
        if (factor != 1.0f) {
            for (int j = at; j < at + tile.depth; j++) {
                output[j] *= factor;
            }
        }
    }

    private void write(int first, int count, HeadOutput into) {
        for (int i = 0; i < count; i++) {
            scale(i * tile.stride, 1.0f / sum[i]);
            into.rows().put(first + i, output, i * tile.stride);
            into.putState(first + i, tile.max[i], sum[i]);
        }
    }
}
