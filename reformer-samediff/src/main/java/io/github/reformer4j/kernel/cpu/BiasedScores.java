package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.ScoreRule;

/**
 * Scores under a rule that looks at places and not at positions alone, as the paper's two refinements do: a bias for every
 * pair, [w, c], made by the rule itself.
 */
final class BiasedScores {

    private final int keys;
    private final int columns;
    private float[] biases = {};

    BiasedScores(int keys, int columns) {
        this.keys = keys;
        this.columns = columns;
    }

    /** The biases of a chunk. */
    void prepare(AttentionPlan.Head head, int chunk, int chunkLength) {
        if (biases.length == 0) {
            biases = new float[keys * columns];
        }
        ChunkOrder order = head.order();
        int[] places = order.windowPlaces(chunk, chunk + 1);
        for (int key = 0; key < keys; key++) {
            for (int i = 0; i < chunkLength; i++) {
                int query = chunk * chunkLength + i;
                biases[key * columns + i] = (float) head.rule().bias(order, query, places[key]);
            }
        }
    }

    /** Adds the biases, or puts them in the place of the scores, and raises the maxima. */
    void apply(float[] scores, float[] max) {
        for (int at = 0; at < biases.length; at++) {
            float score = biases[at] <= ScoreRule.REPLACES ? biases[at] : scores[at] + biases[at];
            scores[at] = score;
            int column = at % columns;
            max[column] = Math.max(max[column], score);
        }
    }

    /** See {@link ChunkWindow#slope}. */
    void slopes(float[] slopes, float[] weights, float[] along) {
        for (int at = 0; at < biases.length; at++) {
            boolean replaced = biases[at] <= ScoreRule.REPLACES;
            slopes[at] = replaced ? 0.0f : weights[at] * (slopes[at] - along[at % columns]);
        }
    }
}
