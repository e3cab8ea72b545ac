package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ScoreRule;
import java.util.Arrays;

/** Backward of exact attention for a tile of queries; see {@link ChunkBackward} for the formulas. */
final class ExactBackward {

    private final ExactTile tile;
    private final float[] dOutput; // [c, d]
    private final float[] dOutputAcross; // [d, c]
    private final float[] slopes; // [w, c]
    private final float[] dQueries; // [c, d]
    private final float[] max; // [c]
    private final float[] share; // [c]
    private final float[] along; // [c]

    ExactBackward(ExactTile tile) {
        this.tile = tile;
        dOutput = new float[ExactTile.QUERIES * tile.stride];
        dOutputAcross = new float[tile.depth * tile.columns];
        slopes = new float[tile.scores.length];
        dQueries = new float[dOutput.length];
        max = new float[tile.columns];
        share = new float[tile.columns];
        along = new float[tile.columns];
    }

    /** The queries from {@code first} on; adds to the sums of keys and values. */
    void run(
            HeadInputs inputs,
            PackedHead head,
            ScoreRule rule,
            HeadDropout dropout,
            int first,
            HeadGradients into,
            PackedHead.Sums sums) {
        int count = tile.load(inputs.q(), first);
        load(first, count, into);
        Arrays.fill(dQueries, 0.0f);
        int last = first + count - 1;
        int keys = tile.keys(0, last, rule);
        for (int from = 0; keys > 0; from += keys, keys = tile.keys(from, last, rule)) {
            tile.score(head, from, keys, rule);
            tile.lanes.softmax(tile.scores, keys, tile.columns, max, share);
            slope(head, count, from, keys, dropout);
            add(head, from, keys, sums);
        }
        for (int i = 0; i < count; i++) {
            into.q().put(first + i, dQueries, i * tile.stride);
        }
    }

    private void load(int first, int count, HeadGradients into) {
        for (int i = 0; i < ExactTile.QUERIES; i++) {
            if (i < count) {
                into.dOutput().get(first + i, dOutput, i * tile.stride);
                max[i] = into.attended().getMax(first + i);
                share[i] = 1.0f / into.attended().getSum(first + i);
                along[i] = into.along(first + i);
            } else {
                Arrays.fill(dOutput, i * tile.stride, i * tile.stride + tile.depth, 0.0f);
                max[i] = 0.0f;
                share[i] = 0.0f;
                along[i] = 0.0f;
            }
        }
        Transposition.of(dOutput, tile.stride, ExactTile.QUERIES, tile.depth, dOutputAcross, tile.columns);
    }

    private void slope(PackedHead head, int count, int from, int keys, HeadDropout dropout) {
        tile.lanes.multiply(
                Matrix.rows(head.value, from * tile.stride, tile.stride),
                Matrix.rows(dOutputAcross, 0, tile.columns),
                Matrix.rows(slopes, 0, tile.columns),
                keys,
                tile.columns,
                tile.depth,
                false);
        if (dropout.rate() > 0.0) {
            tile.drop(slopes, count, from, keys, dropout);
        }
        tile.slope(slopes, keys, along);
        if (dropout.rate() > 0.0) {
            tile.drop(tile.scores, count, from, keys, dropout);
        }
    }

    private void add(PackedHead head, int from, int keys, PackedHead.Sums sums) {
        int at = from * tile.stride;
        Matrix weights = Matrix.rows(tile.scores, 0, tile.columns);
        Matrix dScores = Matrix.rows(slopes, 0, tile.columns);
        product(
                weights,
                Matrix.rows(dOutput, 0, tile.stride),
                Matrix.rows(sums.value, at, tile.stride),
                keys,
                ExactTile.QUERIES);
        product(
                dScores,
                Matrix.rows(tile.queries, 0, tile.stride),
                Matrix.rows(sums.key, at, tile.stride),
                keys,
                ExactTile.QUERIES);
        product(
                Matrix.columns(slopes, 0, tile.columns),
                Matrix.rows(head.key, at, tile.stride),
                Matrix.rows(dQueries, 0, tile.stride),
                ExactTile.QUERIES,
                keys);
    }

    private void product(Matrix a, Matrix b, Matrix sums, int rows, int inner) {
        tile.lanes.multiply(a, b, sums, rows, tile.stride, inner, true);
    }
}
