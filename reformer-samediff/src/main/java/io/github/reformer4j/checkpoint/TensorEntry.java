package io.github.reformer4j.checkpoint;

import java.util.Arrays;

/**
 * A tensor in the header of a safetensors file: its numbers stand at bytes {@code begin} to {@code end} − 1 of the data.
 *
 * @param name of the tensor
 * @param type of its numbers
 * @param shape sizes; none: a single number
 * @param begin first byte, counted from the end of the header
 * @param end behind the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a shape, never compared
record TensorEntry(String name, TensorType type, long[] shape, long begin, long end) {

    /** How many numbers. */
    int length() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1L, Math::multiplyExact));
    }
}
