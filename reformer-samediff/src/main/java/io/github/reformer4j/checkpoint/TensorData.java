package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The numbers of a tensor from and to a file, little-endian, in blocks, so that no file stands in memory as a whole. */
final class TensorData {

    /** Numbers that are read or written at once. */
    private static final int BLOCK = 1 << 18;

    private TensorData() {}

    /** Appends the numbers of an array, row by row. */
    static void write(FileChannel channel, INDArray array, TensorEntry entry) throws IOException {
        double[] values;
        try (INDArray dense = array.dup('c')) {
            values = dense.data().asDouble();
        }
        ByteBuffer block = block(values.length, entry.type());
        for (double value : values) {
            requireRange(value, entry);
            entry.type().write(value, block);
            if (!block.hasRemaining()) {
                drain(channel, block.flip());
                block.clear();
            }
        }
        drain(channel, block.flip());
    }

    private static void requireRange(double value, TensorEntry entry) {
        require(
                entry.type().holds(value),
                "tensor %s has the number %s, which would become infinite as %s; save it in precision SINGLE or AS_IS",
                entry.name(),
                value,
                entry.type());
    }

    static void drain(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** A new array with the numbers that begin at this byte of the file. */
    static INDArray read(FileChannel channel, long at, TensorEntry entry, DataType asType) throws IOException {
        return NewArray.of(asType, entry.shape(), receiver -> forEach(channel, at, entry, receiver));
    }

    /** The same of a matrix, transposed. */
    static INDArray readTransposed(FileChannel channel, long at, TensorEntry entry, DataType asType)
            throws IOException {
        long rows = entry.shape()[0];
        long columns = entry.shape()[1];
        return NewArray.of(
                asType,
                new long[] {columns, rows},
                receiver -> forEach(
                        channel, at, entry, (i, value) -> receiver.take(i % columns * rows + i / columns, value)));
    }

    private static void forEach(FileChannel channel, long at, TensorEntry entry, NewArray.Receiver receiver)
            throws IOException {
        int length = entry.length();
        ByteBuffer block = block(length, entry.type());
        int done = 0;
        while (done < length) {
            int count = Math.min(BLOCK, length - done);
            block.clear().limit(count * entry.type().bytes());
            TensorHeader.fill(block, channel, at + (long) done * entry.type().bytes());
            for (int i = 0; i < count; i++) {
                receiver.take(done + i, entry.type().read(block));
            }
            done += count;
        }
    }

    private static ByteBuffer block(int length, TensorType type) {
        return ByteBuffer.allocate(Math.min(length, BLOCK) * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
