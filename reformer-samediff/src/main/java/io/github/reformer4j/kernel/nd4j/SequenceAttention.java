package io.github.reformer4j.kernel.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention of all heads of one sequence: scores s = q · k under a rule, softmax over everything that a query sees in all
 * rounds together, and the weighted sum of the values. The keys come scaled.
 */
interface SequenceAttention {

    /**
     * The result of forward and what backward needs of the softmax: its greatest score and its sum, apart, because their
     * logarithm would round the sum away where the greatest score is −1e5.
     *
     * @param output [h, n, d]
     * @param max greatest score of a query, [h, n]
     * @param sum Σ exp(s − max), [h, n]
     */
    record Attended(INDArray output, INDArray max, INDArray sum) {}

    /** Gradients of queries, keys and values, [h, n, d] each. */
    record QueryKeyValue(INDArray query, INDArray key, INDArray value) {}

    /**
     * Forward.
     *
     * @param q queries [h, n, d]
     * @param k keys [h, n, d]
     * @param v values [h, n, d]
     * @param into the result, arrays to be written
     */
    void forward(INDArray q, INDArray k, INDArray v, Attended into);

    /**
     * Backward.
     *
     * @param attended what forward gave
     * @param dOutput gradient of its output [h, n, d]
     * @param into arrays to be written
     */
    void backward(INDArray q, INDArray k, INDArray v, Attended attended, INDArray dOutput, QueryKeyValue into);
}
