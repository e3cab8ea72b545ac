package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ActivationFunction;

/**
 * Arithmetic on blocks of floats on the heap that stay in a core's cache. Scores are laid out with queries side by side,
 * [keys, columns]: what belongs to one query then stands in one lane, and neither maxima nor sums go across lanes. Columns
 * are filled up to a multiple of {@link #width}.
 */
public interface Lanes {

    /** How it stands in the start line: {@code Vector API, 512 bits}. */
    String name();

    /** Columns are a multiple of this. */
    int width();

    /**
     * C = A B, or C += A B.
     *
     * @param a [rows, inner], any strides
     * @param b [inner, columns], a column stride of 1
     * @param c [rows, columns], a column stride of 1
     * @param columns a multiple of the width
     */
    void multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, boolean add);

    /**
     * Puts the scores of keys that queries do not see in their place, and raises the maxima of the queries.
     *
     * @param scores [keys, columns] from {@code offset} on
     * @param queries positions, [columns]
     * @param max [columns]
     */
    void mask(float[] scores, int offset, int keys, int columns, float[] queries, Visibility visibility, float[] max);

    /** scores = exp(scores − max), whose sums over the keys are added to {@code sum}. */
    void exponentials(float[] scores, int keys, int columns, float[] max, float[] sum);

    /** scores = exp(scores − max) · factor, with a maximum and a factor for each column. */
    void softmax(float[] scores, int keys, int columns, float[] max, float[] factor);

    /** slopes = weights (slopes − along), and 0 where the score was replaced; as {@link #mask} for the layout. */
    void slopes(
            float[] slopes,
            float[] weights,
            int offset,
            int keys,
            int columns,
            float[] queries,
            Visibility visibility,
            float[] along);

    /** x = exp(x) of the first {@code count} numbers, none of them above 0; the array holds whole widths. */
    void exp(float[] x, int count);

    /**
     * The first greatest and the first least of every column of [rows, columns]: their numbers, and which rows they stand in.
     *
     * @param offset where the rows begin in {@code x}
     */
    void extremes(float[] x, int offset, int rows, int columns, Extremes into);

    /** What {@link #extremes} finds, a number for each column; rows as floats, which go with floats in a lane. */
    @SuppressWarnings("ArrayRecordComponent") // scratch memory of a thread
    record Extremes(float[] greatest, float[] greatestRow, float[] least, float[] leastRow) {
        static Extremes of(int columns) {
            return new Extremes(new float[columns], new float[columns], new float[columns], new float[columns]);
        }
    }

    /** Σ x of {@code count} numbers. */
    float sum(float[] x, int at, int count);

    /** Σ (x − mean)². */
    float squares(float[] x, int at, int count, float mean);

    /** Σ x y. */
    float dot(float[] x, int xAt, float[] y, int yAt, int count);

    /**
     * Σ x y of each of {@code rows} rows of {@code count} numbers, whose beginnings lie {@code stride} apart in both.
     *
     * @param dots gets a sum for each row
     */
    default void dots(float[] x, float[] y, int at, int stride, int count, int rows, float[] dots) {
        for (int row = 0; row < rows; row++) {
            dots[row] = dot(x, at + row * stride, y, at + row * stride, count);
        }
    }

    /** y += scale x of {@code count} numbers. */
    default void addScaled(float scale, float[] x, int xAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] += scale * x[xAt + i];
        }
    }

    /** y += x of {@code count} numbers. */
    default void add(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    /** x = factor x of {@code count} numbers. */
    default void scale(float[] x, int at, int count, float factor) {
        for (int i = at; i < at + count; i++) {
            x[i] *= factor;
        }
    }

    /** y = b y + a x of {@code count} numbers. */
    default void mix(float a, float[] x, int xAt, float b, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = b * y[yAt + i] + a * x[xAt + i];
        }
    }

    /** x = exp(x − greatest x), in place; returns the sum. */
    float softmaxRow(float[] x, int at, int count);

    /** active = act(x); both hold whole widths. */
    void activate(ActivationFunction function, float[] x, float[] active, int count);

    /** active = act(x) and x = act'(x). */
    void activateWithSlope(ActivationFunction function, float[] x, float[] active, int count);

    /** A number of at least {@code count} that is a multiple of the width. */
    default int padded(int count) {
        return (count + width() - 1) / width() * width();
    }

    /**
     * A distance between rows of {@code count} numbers: whole widths, and no multiple of 4 KiB, at which all rows would
     * share a few lines of the first cache.
     */
    default int stride(int count) {
        int padded = padded(count);
        return padded % (1024 / Float.BYTES) == 0 ? padded + width() : padded;
    }
}
