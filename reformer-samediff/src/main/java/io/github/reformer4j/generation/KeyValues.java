package io.github.reformer4j.generation;

import java.util.Arrays;

/**
 * Keys and values of the positions so far, [n, h, 2, headSize], the key of a head beside its value, and the attention of one query to a choice of them:
 * scores s = q · k, lse = log Σ exp s, output Σ exp(s − lse) v.
 */
final class KeyValues {

    /** Score of a position for itself where queries and keys are shared: it attends to itself only if to nothing else. */
    private static final double SELF_SCORE = -1e5;

    private static final double EPSILON = 1e-6;

    private final PagedRows rows;
    private final double[] row;
    private final int headSize;
    private final boolean shared;
    private double[] scores = {};
    private long scored;

    /**
     * No positions yet.
     *
     * @param projections of the layer; where they are shared, keys get unit mean square and a position avoids itself
     * @param headSize depth of a head
     * @param limit positions that are kept, 0: all
     */
    KeyValues(Projections projections, int headSize, int limit) {
        this.headSize = headSize;
        shared = projections.shared();
        row = new double[projections.key().width() + projections.value().width()];
        rows = PagedRows.of(projections.key().type(), row.length, limit);
    }

    /** Positions so far, n. */
    int size() {
        return rows.size();
    }

    /** Takes the next position in; {@code key} is overwritten by the scaled key. */
    void add(double[] key, double[] value) {
        for (int head = 0; head < key.length / headSize; head++) {
            scale(key, head * headSize);
            System.arraycopy(key, head * headSize, row, 2 * head * headSize, headSize);
            System.arraycopy(value, head * headSize, row, (2 * head + 1) * headSize, headSize);
        }
        rows.add(row);
    }

    /** k := k / √headSize, of unit mean square before that where queries are keys. */
    private void scale(double[] vector, int column) {
        double squares = 0.0;
        for (int i = column; i < column + headSize; i++) {
            squares += vector[i] * vector[i];
        }
        double root = shared ? Math.sqrt(squares / headSize + EPSILON) : 1.0;
        double factor = 1.0 / (root * Math.sqrt(headSize));
        for (int i = column; i < column + headSize; i++) {
            vector[i] *= factor;
        }
    }

    /**
     * Attention of the newest position's query.
     *
     * @param query all heads, [h · headSize]
     * @param head which of them
     * @param positions the keys, in their first {@code count} elements
     * @param penalties taken off the scores, one a key; empty: none
     * @param output its columns of this head are overwritten
     * @return log Σ exp s
     */
    double attend(double[] query, int head, int[] positions, int count, double[] penalties, double[] output) {
        int column = head * headSize;
        scored += count;
        if (scores.length < count) {
            scores = new double[Math.max(count, 2 * scores.length)];
        }
        rows.dots(positions, count, 2 * column, query, column, headSize, scores);
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            if (shared && positions[i] == size() - 1) {
                scores[i] = SELF_SCORE;
            } else if (penalties.length > 0) {
                scores[i] -= penalties[i];
            }
            greatest = Math.max(greatest, scores[i]);
        }
        return weigh(positions, count, greatest, column, output);
    }

    /** Scores that were computed so far. */
    long scored() {
        return scored;
    }

    private double weigh(int[] positions, int count, double greatest, int column, double[] output) {
        double sum = 0.0;
        for (int i = 0; i < count; i++) {
            scores[i] = Math.exp(scores[i] - greatest);
            sum += scores[i];
        }
        Arrays.fill(output, column, column + headSize, 0.0);
        for (int i = 0; i < count; i++) {
            scores[i] /= sum;
        }
        rows.addScaled(positions, count, 2 * column + headSize, scores, output, column, headSize);
        return greatest + Math.log(sum);
    }
}
