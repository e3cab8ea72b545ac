package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.DropoutMask;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A block of rows on the heap, [rows, width], on its way between a native array and a product. */
final class BlockRows {

    /** Rows of a block. */
    static final int ROWS = 64;

    final float[] data;
    final int width;
    final int stride;

    BlockRows(Lanes lanes, int width) {
        this.width = width;
        stride = lanes.stride(width);
        data = new float[ROWS * stride];
    }

    /** Blocks of an array [rows, ·]. */
    static int blocks(INDArray rows) {
        return (int) ((rows.size(0) + ROWS - 1) / ROWS);
    }

    /** Rows of block {@code block} of {@code total} rows. */
    static int count(int block, long total) {
        return (int) Math.min(ROWS, total - (long) block * ROWS);
    }

    void load(NativeFloats from, int block, int count) {
        for (int row = 0; row < count; row++) {
            from.get(((long) block * ROWS + row) * width, data, row * stride, width);
        }
        Arrays.fill(data, count * stride, data.length, 0.0f);
    }

    void store(NativeFloats to, int block, int count) {
        for (int row = 0; row < count; row++) {
            to.put(((long) block * ROWS + row) * width, data, row * stride, width);
        }
    }

    void addBias(float[] bias, int count) {
        for (int row = 0; row < count; row++) {
            int at = row * stride;
            for (int i = 0; i < width; i++) {
                data[at + i] += bias[i];
            }
        }
    }

    void multiply(float[] other) {
        for (int i = 0; i < data.length; i++) {
            data[i] *= other[i];
        }
    }

    /** Dropout of the rows of a block, whose elements count through the whole array. */
    void drop(long key, double rate, int block, int count) {
        if (rate == 0.0) {
            return;
        }
        for (int row = 0; row < count; row++) {
            long first = ((long) block * ROWS + row) * width;
            for (int i = 0; i < width; i++) {
                data[row * stride + i] *= (float) DropoutMask.factor(key, first + i, rate);
            }
        }
    }

    /** The numbers of a bias, filled up with zeros. */
    static float[] bias(INDArray bias) {
        float[] values = new float[(int) bias.length()];
        NativeFloats.of(bias).get(0, values, 0, values.length);
        return values;
    }
}
