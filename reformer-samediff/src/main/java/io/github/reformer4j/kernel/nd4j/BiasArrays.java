package io.github.reformer4j.kernel.nd4j;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Biases of scores, computed on the host row by row and brought over as one array. */
final class BiasArrays {

    private BiasArrays() {}

    /** The biases of one row of scores. */
    @FunctionalInterface
    interface Row {
        IntToDoubleFunction at(int row);
    }

    /** An array of this shape whose rows are {@code rows}; null where all of it is zero. */
    static @Nullable INDArray create(DataType type, Row rows, long... shape) {
        int width = (int) shape[shape.length - 1];
        int count = Math.toIntExact(java.util.Arrays.stream(shape).reduce(1L, Math::multiplyExact)) / width;
        return type == DataType.FLOAT ? floats(rows, count, width, shape) : doubles(rows, count, width, shape);
    }

    private static @Nullable INDArray floats(Row rows, int count, int width, long[] shape) {
        float[] biases = new float[count * width];
        boolean any = IntStream.range(0, count)
                        .parallel()
                        .filter(row -> {
                            IntToDoubleFunction bias = rows.at(row);
                            boolean marked = false;
                            for (int i = 0; i < width; i++) {
                                float value = (float) bias.applyAsDouble(i);
                                biases[row * width + i] = value;
                                marked |= value != 0.0f;
                            }
                            return marked;
                        })
                        .count()
                > 0;
        return any ? Nd4j.create(biases, shape, 'c') : null;
    }

    private static @Nullable INDArray doubles(Row rows, int count, int width, long[] shape) {
        double[] biases = new double[count * width];
        boolean any = IntStream.range(0, count)
                        .parallel()
                        .filter(row -> {
                            IntToDoubleFunction bias = rows.at(row);
                            boolean marked = false;
                            for (int i = 0; i < width; i++) {
                                double value = bias.applyAsDouble(i);
                                biases[row * width + i] = value;
                                marked |= value != 0.0;
                            }
                            return marked;
                        })
                        .count()
                > 0;
        return any ? Nd4j.create(biases, shape, 'c') : null;
    }
}
