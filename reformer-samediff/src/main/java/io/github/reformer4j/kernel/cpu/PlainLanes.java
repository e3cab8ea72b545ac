package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ActivationFunction;
import io.github.reformer4j.kernel.ScoreRule;

/** {@link Lanes} in plain loops, which the compiler turns into vector instructions where it can. */
public final class PlainLanes implements Lanes {

    private static final int WIDTH = 8;
    private static final int AT_ONCE = 4;
    private static final float LEAST = -87.0f;

    @Override
    public String name() {
        return "plain loops";
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, boolean add) {
        for (int i = 0; i < rows; i++) {
            int to = c.offset() + i * c.rowStride();
            if (!add) {
                java.util.Arrays.fill(c.data(), to, to + columns, 0.0f);
            }
            int from = a.offset() + i * a.rowStride();
            int k = 0;
            for (; k + AT_ONCE <= inner; k += AT_ONCE) {
                addFour(a, from + k * a.columnStride(), b, b.offset() + k * b.rowStride(), c.data(), to, columns);
            }
            for (; k < inner; k++) {
                float factor = a.data()[from + k * a.columnStride()];
                int row = b.offset() + k * b.rowStride();
                for (int j = 0; j < columns; j++) {
                    c.data()[to + j] += factor * b.data()[row + j];
                }
            }
        }
    }

    private static void addFour(Matrix a, int from, Matrix b, int row, float[] sums, int to, int columns) {
        float[] rows = b.data();
        int stride = b.rowStride();
        float a0 = a.data()[from];
        float a1 = a.data()[from + a.columnStride()];
        float a2 = a.data()[from + 2 * a.columnStride()];
        float a3 = a.data()[from + 3 * a.columnStride()];
        for (int j = 0; j < columns; j++) {
            sums[to + j] += a0 * rows[row + j]
                    + a1 * rows[row + stride + j]
                    + a2 * rows[row + 2 * stride + j]
                    + a3 * rows[row + 3 * stride + j];
        }
    }

    @Override
    public void mask(
            float[] scores, int offset, int keys, int columns, float[] queries, Visibility visibility, float[] max) {
        for (int key = 0; key < keys; key++) {
            int row = offset + key * columns;
            float limit = visibility.limits()[key];
            float same = visibility.same()[key];
            float masked = visibility.masked()[key];
            for (int i = 0; i < columns; i++) {
                float score = queries[i] < limit ? masked : scores[row + i];
                score = queries[i] == same ? (float) ScoreRule.SELF : score;
                scores[row + i] = score;
                max[i] = score > max[i] ? score : max[i];
            }
        }
    }

    @Override
    public void exponentials(float[] scores, int keys, int columns, float[] max, float[] sum) {
        for (int key = 0; key < keys; key++) {
            int row = key * columns;
            for (int i = 0; i < columns; i++) {
                float value = exp(scores[row + i] - max[i]);
                scores[row + i] = value;
                sum[i] += value;
            }
        }
    }

    @Override
    public void softmax(float[] scores, int keys, int columns, float[] max, float[] factor) {
        for (int key = 0; key < keys; key++) {
            int row = key * columns;
            for (int i = 0; i < columns; i++) {
                scores[row + i] = exp(scores[row + i] - max[i]) * factor[i];
            }
        }
    }

    @Override
    public void slopes(
            float[] slopes,
            float[] weights,
            int offset,
            int keys,
            int columns,
            float[] queries,
            Visibility visibility,
            float[] along) {
        for (int key = 0; key < keys; key++) {
            int row = offset + key * columns;
            float limit = visibility.limits()[key];
            float same = visibility.same()[key];
            for (int i = 0; i < columns; i++) {
                boolean replaced = queries[i] < limit || queries[i] == same;
                slopes[row + i] = replaced ? 0.0f : weights[row + i] * (slopes[row + i] - along[i]);
            }
        }
    }

    @Override
    public void exp(float[] x, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = exp(x[i]);
        }
    }

    private static float exp(float x) {
        return x > LEAST ? (float) Math.exp(x) : Float.isNaN(x) ? x : 0.0f;
    }

    @Override
    public void extremes(float[] x, int offset, int rows, int columns, Extremes into) {
        for (int column = 0; column < columns; column++) {
            int greatest = 0;
            int least = 0;
            for (int row = 1; row < rows; row++) {
                float value = x[offset + row * columns + column];
                greatest = value > x[offset + greatest * columns + column] ? row : greatest;
                least = value < x[offset + least * columns + column] ? row : least;
            }
            into.greatest()[column] = x[offset + greatest * columns + column];
            into.greatestRow()[column] = greatest;
            into.least()[column] = x[offset + least * columns + column];
            into.leastRow()[column] = least;
        }
    }

    @Override
    public float sum(float[] x, int at, int count) {
        double sum = 0.0;
        for (int i = at; i < at + count; i++) {
            sum += x[i];
        }
        return (float) sum;
    }

    @Override
    public float squares(float[] x, int at, int count, float mean) {
        double sum = 0.0;
        for (int i = at; i < at + count; i++) {
            sum += (x[i] - mean) * (x[i] - mean);
        }
        return (float) sum;
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int count) {
        double sum = 0.0;
        for (int i = 0; i < count; i++) {
            sum += x[xAt + i] * y[yAt + i];
        }
        return (float) sum;
    }

    @Override
    public float softmaxRow(float[] x, int at, int count) {
        float greatest = x[at];
        for (int i = at; i < at + count; i++) {
            greatest = Math.max(greatest, x[i]);
        }
        double sum = 0.0;
        for (int i = at; i < at + count; i++) {
            x[i] = exp(x[i] - greatest);
            sum += x[i];
        }
        return (float) sum;
    }

    @Override
    public void activate(ActivationFunction function, float[] x, float[] active, int count) {
        for (int i = 0; i < count; i++) {
            active[i] = (float) PlainActivation.value(function, x[i]);
        }
    }

    @Override
    public void activateWithSlope(ActivationFunction function, float[] x, float[] active, int count) {
        for (int i = 0; i < count; i++) {
            active[i] = (float) PlainActivation.value(function, x[i]);
            x[i] = (float) PlainActivation.slope(function, x[i]);
        }
    }
}
