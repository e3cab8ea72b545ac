package io.github.reformer4j.generation;

import java.util.Arrays;

/** A weight in double. The inner loop runs along the outputs, which the compiler turns into vector instructions. */
final class DoubleMatrix implements Matrix {

    private final double[] weight;
    private final int outputs;

    DoubleMatrix(double[] weight, int outputs) {
        this.weight = weight;
        this.outputs = outputs;
    }

    @Override
    public void multiply(double[] x, double[] y) {
        Arrays.fill(y, 0, outputs, 0.0);
        for (int i = 0; i < inputs(); i++) {
            addScaled(x[i], i * outputs, y);
        }
    }

    private void addScaled(double scale, int row, double[] y) {
        for (int j = 0; j < outputs; j++) {
            y[j] += scale * weight[row + j];
        }
    }

    @Override
    public int inputs() {
        return weight.length / outputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }
}
