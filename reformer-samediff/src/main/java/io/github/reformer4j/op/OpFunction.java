package io.github.reformer4j.op;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function of arrays with its gradients, as an operation computes it. Inputs are dense and in c order; those that have
 * gradients come first, because the native operation that does nothing insists that output i has the type of input i.
 */
interface OpFunction {

    /** How many inputs have gradients. */
    int differentiable();

    /** The result, new. */
    INDArray forward(INDArray[] inputs, long seed);

    /**
     * The gradients of the inputs that have one, new.
     *
     * @param dy of the result
     */
    INDArray[] backward(INDArray[] inputs, INDArray dy, long seed);
}
