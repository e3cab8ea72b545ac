package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    static INDArray read(FileChannel channel, long at, TensorEntry entry) throws IOException {
        if (entry.type().inMemory() == DataType.DOUBLE) {
            double[] values = new double[entry.length()];
            forEach(channel, at, entry, (i, value) -> values[i] = value);
            return Nd4j.create(values, entry.shape(), 'c');
        }
        float[] values = new float[entry.length()];
        forEach(channel, at, entry, (i, value) -> values[i] = (float) value);
        return Nd4j.create(values, entry.shape(), 'c');
    }

    /** What takes the numbers one by one. */
    @FunctionalInterface
    private interface Receiver {
        void take(int index, double value);
    }

    private static void forEach(FileChannel channel, long at, TensorEntry entry, Receiver receiver) throws IOException {
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
