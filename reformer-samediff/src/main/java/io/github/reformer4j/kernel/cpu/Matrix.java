package io.github.reformer4j.kernel.cpu;

/**
 * Floats seen as a matrix: element (i, j) is {@code data[offset + i rowStride + j columnStride]}. A transposed matrix is the
 * same one with its strides exchanged.
 */
@SuppressWarnings("ArrayRecordComponent") // a view of scratch memory, made for one call
public record Matrix(float[] data, int offset, int rowStride, int columnStride) {

    /** Rows one after another, {@code stride} apart. */
    static Matrix rows(float[] data, int offset, int stride) {
        return new Matrix(data, offset, stride, 1);
    }

    /** The transposed of rows {@code stride} apart. */
    static Matrix columns(float[] data, int offset, int stride) {
        return new Matrix(data, offset, 1, stride);
    }
}
