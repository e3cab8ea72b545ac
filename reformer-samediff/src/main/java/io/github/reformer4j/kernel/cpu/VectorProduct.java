package io.github.reformer4j.kernel.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weight [in, out] on the heap for products with one vector at a time, as generation makes them: bound by how fast the
 * weight can be read, so it lies in the order in which it is read. One thread at a time.
 */
public final class VectorProduct {

    private final Panels panels;
    private final float[] input;
    private final float[] output;

    /** A copy of a weight of floats. */
    public VectorProduct(Lanes lanes, INDArray weight) {
        panels = Panels.of(lanes, weight);
        input = new float[(int) weight.size(0)];
        output = new float[panels.columns()];
    }

    /** y = x W. */
    public void multiply(double[] x, double[] y, int outputs) {
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) x[i];
        }
        panels.multiply(input, input.length, output, output.length, 1, false);
        for (int i = 0; i < outputs; i++) {
            y[i] = output[i];
        }
    }
}
