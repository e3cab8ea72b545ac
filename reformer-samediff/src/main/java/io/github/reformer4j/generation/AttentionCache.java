package io.github.reformer4j.generation;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one attention layer keeps of the positions of one sequence, so that the next position can attend to them. Positions
 * come in order and never leave by hand.
 */
interface AttentionCache {

    /**
     * Takes the positions of a prompt in, whose outputs the layer's block computes. Only for an empty cache.
     *
     * @param x inputs of the layer, [n, d], c order; stays the caller's
     */
    void fill(INDArray x);

    /**
     * The next position: takes it in and attends from it.
     *
     * @param x its input, [d]
     * @param output its heads side by side, [h · headSize], without output projection
     */
    void next(double[] x, double[] output);

    /** Scores of a query with a key so far: what attention has cost, over heads and rounds. */
    long scored();
}
