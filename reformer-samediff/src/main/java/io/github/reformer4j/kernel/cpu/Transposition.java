package io.github.reformer4j.kernel.cpu;

/** Exchanges rows and columns of a small matrix. */
final class Transposition {

    /** Rows that are read side by side, so that what is written lies together. */
    private static final int BLOCK = 8;

    private Transposition() {}

    /** to[j, i] = from[i, j] of [rows, columns]. */
    static void of(float[] from, int fromStride, int rows, int columns, float[] to, int toStride) {
        int row = 0;
        for (; row + BLOCK <= rows; row += BLOCK) {
            block(from, row * fromStride, fromStride, columns, to, row, toStride);
        }
        for (; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[column * toStride + row] = from[row * fromStride + column];
            }
        }
    }

    private static void block(float[] from, int at, int stride, int columns, float[] to, int row, int toStride) {
        for (int column = 0; column < columns; column++) {
            int source = at + column;
            int target = column * toStride + row;
            to[target] = from[source];
            to[target + 1] = from[source + stride];
            to[target + 2] = from[source + 2 * stride];
            to[target + 3] = from[source + 3 * stride];
            to[target + 4] = from[source + 4 * stride];
            to[target + 5] = from[source + 5 * stride];
            to[target + 6] = from[source + 6 * stride];
            to[target + 7] = from[source + 7 * stride];
        }
    }
}
