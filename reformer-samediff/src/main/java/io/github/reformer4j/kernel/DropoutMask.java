package io.github.reformer4j.kernel;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Inverted dropout as a function of a key and the index of an element: whoever asks again, for whichever part and on
 * however many threads, gets the same mask. Nothing is kept between forward and backward.
 */
public final class DropoutMask {

    private static final int STRIPE = 1 << 14;

    /** Factors that exist at once where an array is multiplied in place: a mask can be longer than an array of the JVM. */
    private static final long PART = 1L << 24;

    private DropoutMask() {}

    /** 0 where an element is dropped, 1 / (1 − rate) where it stays. */
    public static double factor(long key, long index, double rate) {
        return keeps(CounterRandom.bits(key, index >> 1), index, rate) ? 1.0 / (1.0 - rate) : 0.0;
    }

    /** Multiplies {@code x} (dense, c order) in place, a part at a time; its first element has the index {@code first}. */
    public static void apply(INDArray x, long key, long first, double rate) {
        apply(x, key, first, rate, PART);
    }

    static void apply(INDArray x, long key, long first, double rate, long size) {
        INDArray all = x.reshape('c', new long[] {x.length()});
        for (long from = 0; from < x.length(); from += size) {
            long to = Math.min(x.length(), from + size);
            try (INDArray mask = create(x.dataType(), key, first + from, rate, to - from)) {
                all.get(NDArrayIndex.interval(from, to)).muli(mask);
            }
        }
    }

    /** The factors of elements {@code first} and following; a new array. */
    public static INDArray create(DataType type, long key, long first, double rate, long... shape) {
        int length = Math.toIntExact(java.util.Arrays.stream(shape).reduce(1L, Math::multiplyExact));
        float[] factors = new float[length];
        IntStream.rangeClosed(0, (length - 1) / STRIPE).parallel().forEach(stripe -> {
            int from = stripe * STRIPE;
            fill(factors, from, Math.min(length, from + STRIPE), key, first + from, rate);
        });
        return array(type, factors, rate, shape);
    }

    /**
     * The factors of rows of a matrix, element j of row i having the index {@code (firstRow + i) stride + j}; a new array.
     */
    public static INDArray createRows(
            DataType type, long key, double rate, int firstRow, int rows, int columns, int stride) {
        float[] factors = new float[rows * columns];
        IntStream.range(0, rows).parallel().forEach(row -> {
            long first = (firstRow + (long) row) * stride;
            fill(factors, row * columns, (row + 1) * columns, key, first, rate);
        });
        return array(type, factors, rate, rows, columns);
    }

    /** Factors {@code from} to {@code to} − 1, the first of which has the index {@code first}. */
    private static void fill(float[] factors, int from, int to, long key, long first, double rate) {
        float kept = (float) (1.0 / (1.0 - rate));
        for (int i = from; i < to; i++) {
            long index = first + i - from;
            factors[i] = keeps(CounterRandom.bits(key, index >> 1), index, rate) ? kept : 0.0f;
        }
    }

    private static INDArray array(DataType type, float[] factors, double rate, long... shape) {
        INDArray mask = Nd4j.createUninitialized(type, shape, 'c');
        if (type == DataType.FLOAT) {
            mask.data().setData(factors);
        } else {
            mask.data().setData(exact(factors, 1.0 / (1.0 - rate)));
        }
        return mask;
    }

    /** One draw of 64 bits serves two elements. */
    private static boolean keeps(long bits, long index, double rate) {
        long half = (index & 1) == 0 ? bits >>> 32 : bits & 0xFFFFFFFFL;
        return half * 0x1.0p-32 >= rate;
    }

    private static double[] exact(float[] factors, double kept) {
        double[] values = new double[factors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = factors[i] == 0.0f ? 0.0 : kept;
        }
        return values;
    }
}
