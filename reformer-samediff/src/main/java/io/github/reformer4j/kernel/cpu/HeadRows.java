package io.github.reformer4j.kernel.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The vectors of one head of one sequence, [n, d], within an array [b, n, h · d].
 *
 * @param lanes for sums
 * @param floats the array
 * @param first where the vector of position 0 begins
 * @param stride from one position to the next
 * @param size of a vector, d
 */
record HeadRows(Lanes lanes, NativeFloats floats, long first, int stride, int size) {

    /** The vectors of a head of a row of {@code array}. */
    static HeadRows of(Lanes lanes, NativeFloats floats, INDArray array, int heads, int row, int head) {
        int stride = (int) array.size(2);
        int size = stride / heads;
        return new HeadRows(lanes, floats, row * array.size(1) * stride + (long) head * size, stride, size);
    }

    void get(int position, float[] into, int at) {
        floats.get(first + (long) position * stride, into, at, size);
    }

    void put(int position, float[] from, int at) {
        floats.put(first + (long) position * stride, from, at, size);
    }

    /** Adds to the vector of a position; {@code spare} holds a vector. */
    void add(int position, float[] from, int at, float[] spare) {
        get(position, spare, 0);
        lanes.add(from, at, spare, 0, size);
        put(position, spare, 0);
    }
}
