package io.github.reformer4j.generation;

/**
 * A weight in float, half the memory to read. Four rows at a time go into the sums, so that these are read and written a
 * quarter as often.
 */
final class FloatMatrix implements Matrix {

    private static final int ROWS = 4;

    private final float[] weight;
    private final int outputs;

    FloatMatrix(float[] weight, int outputs) {
        this.weight = weight;
        this.outputs = outputs;
    }

    @Override
    public void multiply(double[] x, double[] y) {
        float[] sums = new float[outputs];
        int inputs = inputs();
        int i = 0;
        for (; i + ROWS <= inputs; i += ROWS) {
            addFour((float) x[i], (float) x[i + 1], (float) x[i + 2], (float) x[i + 3], i * outputs, sums);
        }
        for (; i < inputs; i++) {
            addFour((float) x[i], 0f, 0f, 0f, i * outputs, sums);
        }
        for (int j = 0; j < outputs; j++) {
            y[j] = sums[j];
        }
    }

    private void addFour(float a, float b, float c, float d, int row, float[] sums) {
        boolean four = row + ROWS * outputs <= weight.length;
        int second = four ? row + outputs : row;
        int third = four ? second + outputs : row;
        int fourth = four ? third + outputs : row;
        for (int j = 0; j < sums.length; j++) {
            sums[j] += a * weight[row + j] + b * weight[second + j] + c * weight[third + j] + d * weight[fourth + j];
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

    @Override
    public void row(int input, double[] into) {
        for (int j = 0; j < outputs; j++) {
            into[j] = weight[input * outputs + j];
        }
    }
}
