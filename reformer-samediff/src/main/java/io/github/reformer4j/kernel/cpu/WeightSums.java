package io.github.reformer4j.kernel.cpu;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of xᵀ dy [in, out] and of the columns of dy [out], over the blocks of one stripe of rows. */
final class WeightSums {

    private final Lanes lanes;
    private final int in;
    private final int out;
    private final int stride;
    private final float[] weight;
    private final float[] bias;

    WeightSums(Lanes lanes, int in, int out) {
        this.lanes = lanes;
        this.in = in;
        this.out = out;
        stride = lanes.padded(out);
        weight = new float[Math.multiplyExact(in, stride)];
        bias = new float[stride];
    }

    /** Adds a block of {@code count} rows. */
    void add(BlockRows x, BlockRows dy, int count) {
        lanes.multiply(
                Matrix.columns(x.data, 0, x.stride),
                Matrix.rows(dy.data, 0, dy.stride),
                Matrix.rows(weight, 0, stride),
                in,
                stride,
                count,
                true);
        for (int row = 0; row < count; row++) {
            int at = row * dy.stride;
            for (int i = 0; i < out; i++) {
                bias[i] += dy.data[at + i];
            }
        }
    }

    /** Adds the sums of all stripes, in their order, to native arrays. */
    static void addTo(INDArray weightSum, @Nullable INDArray biasSum, WeightSums... stripes) {
        NativeFloats into = NativeFloats.of(weightSum);
        WeightSums any = stripes[0];
        int rows = Math.max(1, (1 << 15) / any.out);
        Workers.run((any.in + rows - 1) / rows, () -> new float[any.out], (row, task) -> {
            for (int i = task * rows; i < Math.min(any.in, (task + 1) * rows); i++) {
                into.get((long) i * any.out, row, 0, any.out);
                for (WeightSums stripe : stripes) {
                    add(row, stripe.weight, i * any.stride);
                }
                into.put((long) i * any.out, row, 0, any.out);
            }
        });
        if (biasSum != null) {
            NativeFloats biases = NativeFloats.of(biasSum);
            for (WeightSums stripe : stripes) {
                biases.add(stripe.bias, any.out);
            }
        }
    }

    private static void add(float[] row, float[] sums, int at) {
        for (int i = 0; i < row.length; i++) {
            row[i] += sums[at + i];
        }
    }
}
