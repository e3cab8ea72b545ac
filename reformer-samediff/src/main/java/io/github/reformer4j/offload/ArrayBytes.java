package io.github.reformer4j.offload;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers of an array as bytes on a shelf. Both ways give the CRC-32C of the bytes. */
enum ArrayBytes {

    /** Memory of the backend is memory of the host; bytes go straight from and to it. */
    DIRECT {
        @Override
        long write(DataBuffer numbers, Shelf shelf, long at) throws IOException {
            return pieces(numbers, (place, bytes) -> shelf.write(at + place, bytes));
        }

        @Override
        long read(DataBuffer numbers, Shelf shelf, long at) throws IOException {
            return pieces(numbers, (place, bytes) -> shelf.read(at + place, bytes));
        }

        private long pieces(DataBuffer numbers, Piece piece) throws IOException {
            CRC32C sum = new CRC32C();
            long length = lengthOf(numbers);
            for (long from = 0; from < length; from += LARGEST) {
                BytePointer memory = new BytePointer(numbers.addressPointer());
                memory.position(from).limit(Math.min(length, from + LARGEST));
                ByteBuffer bytes = memory.asByteBuffer();
                piece.move(from, bytes);
                sum.update(bytes.flip());
            }
            return sum.getValue();
        }
    },

    /** By the Java heap, for backends whose memory is elsewhere. */
    BY_HEAP {
        @Override
        long write(DataBuffer numbers, Shelf shelf, long at) throws IOException {
            ByteBuffer bytes = heap(numbers);
            if (numbers.dataType() == DataType.FLOAT) {
                bytes.asFloatBuffer().put(numbers.asFloat());
            } else {
                bytes.asDoubleBuffer().put(numbers.asDouble());
            }
            shelf.write(at, bytes);
            return sum(bytes);
        }

        @Override
        long read(DataBuffer numbers, Shelf shelf, long at) throws IOException {
            ByteBuffer bytes = heap(numbers);
            shelf.read(at, bytes);
            long sum = sum(bytes);
            int length = Math.toIntExact(numbers.length());
            if (numbers.dataType() == DataType.FLOAT) {
                float[] values = new float[length];
                bytes.asFloatBuffer().get(values);
                numbers.setData(values);
            } else {
                double[] values = new double[length];
                bytes.asDoubleBuffer().get(values);
                numbers.setData(values);
            }
            return sum;
        }

        private ByteBuffer heap(DataBuffer numbers) {
            return ByteBuffer.allocate(Math.toIntExact(lengthOf(numbers))).order(ByteOrder.nativeOrder());
        }

        private long sum(ByteBuffer bytes) {
            CRC32C sum = new CRC32C();
            sum.update(bytes.flip());
            bytes.rewind();
            return sum.getValue();
        }
    };

    /** Bytes that are moved at once; a buffer holds no more than an int can count. */
    private static final long LARGEST = 1L << 26;

    @FunctionalInterface
    private interface Piece {
        void move(long place, ByteBuffer bytes) throws IOException;
    }

    /** What fits the backend. */
    static ArrayBytes ofBackend() {
        String backend = Nd4j.getBackend().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return backend.contains("cpu") ? DIRECT : BY_HEAP;
    }

    abstract long write(DataBuffer numbers, Shelf shelf, long at) throws IOException;

    abstract long read(DataBuffer numbers, Shelf shelf, long at) throws IOException;

    /** How many bytes an array of this length has. */
    static long bytes(DataType type, long length) {
        require(
                type == DataType.FLOAT || type == DataType.DOUBLE,
                "only arrays of type FLOAT or DOUBLE can be offloaded, got %s",
                type);
        return Math.multiplyExact(length, type.width());
    }

    static long lengthOf(DataBuffer numbers) {
        return bytes(numbers.dataType(), numbers.length());
    }
}
