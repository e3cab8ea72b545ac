package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.Temporaries;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Attention of some queries to some keys, as one matrix or a batch of chunks: q [t, c, d], k and v [t, w, d]. Softmax is
 * left open, because other tiles may hold more keys of the same queries.
 *
 * @param q queries
 * @param k keys, scaled
 * @param v values
 * @param bias added to the scores, or put in their place where it is below {@link ScoreRule#REPLACES}; null: none
 * @param dropout factors of the weights, or null
 */
record Tile(
        INDArray q,
        INDArray k,
        INDArray v,
        @Nullable INDArray bias,
        @Nullable INDArray dropout) {

    /**
     * An open softmax.
     *
     * @param output Σ exp(s − max) v, [t, c, d]
     * @param max [t c, 1]
     * @param sum Σ exp(s − max), [t c, 1]
     */
    record Open(INDArray output, INDArray max, INDArray sum) implements AutoCloseable {
        @Override
        public void close() {
            output.close();
            max.close();
            sum.close();
        }
    }

    /** Gradients of the three inputs, of their shapes. */
    record Gradients(INDArray q, INDArray k, INDArray v) implements AutoCloseable {
        @Override
        public void close() {
            q.close();
            k.close();
            v.close();
        }
    }

    Open forward() {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray weights = temporaries.add(scores()); // [t, c, w]
            INDArray rows = rows(weights); // [t c, w]
            INDArray max = rows.max(true, 1); // [t c, 1]
            Transforms.exp(rows.subiColumnVector(max), false);
            INDArray sum = rows.sum(true, 1); // [t c, 1]
            if (dropout != null) {
                weights.muli(dropout);
            }
            return new Open(Products.times(weights, v), max, sum);
        }
    }

    /**
     * Backward once the softmax is closed: P = exp(s − max) / sum, dS = P (dP − D) with D the row sums of dO O.
     *
     * @param dOutput [t, c, d]
     * @param max of all tiles, [t c, 1]
     * @param sum of all tiles, [t c, 1]
     * @param along D, [t c, 1]
     */
    Gradients backward(INDArray dOutput, INDArray max, INDArray sum, INDArray along) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray weights = temporaries.add(scores()); // [t, c, w]
            Transforms.exp(rows(weights).subiColumnVector(max), false).diviColumnVector(sum); // P
            INDArray slopes = temporaries.add(Products.timesTransposed(dOutput, v)); // [t, c, w], dP
            if (dropout != null) {
                slopes.muli(dropout);
            }
            rows(slopes).subiColumnVector(along);
            slopes.muli(weights); // dS
            if (bias != null) {
                slopes.muli(temporaries.add(kept(bias)));
            }
            if (dropout != null) {
                weights.muli(dropout);
            }
            INDArray dValues = Products.transposedTimes(weights, dOutput); // [t, w, d]
            return new Gradients(Products.times(slopes, k), Products.transposedTimes(slopes, q), dValues);
        }
    }

    /** s = q · k where it counts, else what stands for it: [t, c, w]. */
    private INDArray scores() {
        INDArray scores = Products.timesTransposed(q, k);
        if (bias != null) {
            INDArray kept = kept(bias);
            scores.muli(kept).addi(bias);
            kept.close();
        }
        return scores;
    }

    /** 1 where a score counts, 0 where it is replaced. */
    private static INDArray kept(INDArray bias) {
        INDArray counts = bias.gt(ScoreRule.REPLACES);
        INDArray kept = counts.castTo(bias.dataType());
        counts.close();
        return kept;
    }

    /** [t, c, w] as [t c, w]: a view. */
    private static INDArray rows(INDArray tile) {
        return tile.rank() == 2 ? tile : tile.reshape('c', tile.size(0) * tile.size(1), tile.size(2));
    }
}
