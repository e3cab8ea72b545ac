package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.DropoutMask;
import io.github.reformer4j.kernel.ScoreRule;
import java.util.Arrays;

/** The scratch memory of a thread that attends from some queries to some keys at a time: a tile of the scores. */
final class ExactTile {

    /** Queries of a tile. */
    static final int QUERIES = 64;

    /** Keys of a tile. */
    static final int KEYS = 128;

    final Lanes lanes;
    final int depth;
    final int stride;
    final int columns;
    final float[] queries; // [c, d]
    final float[] queriesAcross; // [d, c]
    final float[] queryPositions; // [c]
    final float[] scores; // [w, c]
    final float[] max; // [c]
    private final Visibility visibility = Visibility.of(KEYS);
    private final int length;

    ExactTile(Lanes lanes, int length, int depth) {
        this.lanes = lanes;
        this.length = length;
        this.depth = depth;
        stride = lanes.padded(depth);
        columns = lanes.padded(QUERIES);
        queries = new float[QUERIES * stride];
        queriesAcross = new float[depth * columns];
        queryPositions = new float[columns];
        scores = new float[KEYS * columns];
        max = new float[columns];
    }

    /** Takes the queries from {@code from} on in; returns how many there are. */
    int load(HeadRows rows, int from) {
        int count = Math.min(QUERIES, length - from);
        for (int i = 0; i < QUERIES; i++) {
            if (i < count) {
                rows.get(from + i, queries, i * stride);
            } else {
                Arrays.fill(queries, i * stride, i * stride + depth, 0.0f);
            }
            queryPositions[i] = from + i;
        }
        Transposition.of(queries, stride, QUERIES, depth, queriesAcross, columns);
        return count;
    }

    /** Keys that queries up to {@code lastQuery} can see, of those from {@code from} on; 0: none. */
    int keys(int from, int lastQuery, ScoreRule rule) {
        int end = rule.causal() ? lastQuery + 1 : length;
        return Math.max(0, Math.min(KEYS, end - from));
    }

    /** The scores of {@code keys} keys from {@code from} on, what must not be seen replaced; raises the maxima. */
    void score(PackedHead head, int from, int keys, ScoreRule rule) {
        lanes.multiply(
                Matrix.rows(head.key, from * stride, stride),
                Matrix.rows(queriesAcross, 0, columns),
                Matrix.rows(scores, 0, columns),
                keys,
                columns,
                depth,
                false);
        for (int key = 0; key < keys; key++) {
            visibility.set(key, from + key, rule);
        }
        lanes.mask(scores, 0, keys, columns, queryPositions, visibility, max);
    }

    /** The gradient of the scores from that of the weights, in place. */
    void slope(float[] slopes, int keys, float[] along) {
        lanes.slopes(slopes, scores, 0, keys, columns, queryPositions, visibility, along);
    }

    /** Multiplies [keys, c] by the dropout factors of these queries and keys. */
    void drop(float[] weights, int count, int from, int keys, HeadDropout dropout) {
        for (int i = 0; i < count; i++) {
            long first = ((long) queryPositions[i]) * length + from;
            for (int key = 0; key < keys; key++) {
                weights[key * columns + i] *= (float) DropoutMask.factor(dropout.key(), first + key, dropout.rate());
            }
        }
    }
}
