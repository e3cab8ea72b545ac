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

    /** Copies one row, [out]. */
    void row(int input, double[] into);

    /** A copy of {@code weight} [in, out] in its own precision. */
    static Matrix of(INDArray weight) {
        int outputs = (int) weight.size(1);
        if (weight.dataType() == DataType.DOUBLE) {
            return new DoubleMatrix(Host.doubles(weight), outputs);
        }
        return new FloatMatrix(Host.floats(weight), outputs);
    }
}
