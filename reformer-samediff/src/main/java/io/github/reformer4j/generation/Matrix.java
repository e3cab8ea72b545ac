package io.github.reformer4j.generation;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weight [in, out] on the Java heap, for products with one vector at a time, where the cost of a call into native code
 * would weigh more than the product. Vectors are double; sums run in the precision of the weight.
 */
interface Matrix {

    /** y = x W. */
    void multiply(double[] x, double[] y);

    /** Number of inputs, in. */
    int inputs();

    /** Number of outputs, out. */
    int outputs();

    /** A copy of {@code weight} [in, out] in its own precision. */
    static Matrix of(INDArray weight) {
        if (weight.dataType() == DataType.DOUBLE) {
            return new DoubleMatrix(Host.doubles(weight), (int) weight.size(1));
        }
        return new FloatMatrix(weight);
    }
}
