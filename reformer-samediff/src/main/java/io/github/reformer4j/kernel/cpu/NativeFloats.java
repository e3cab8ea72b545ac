package io.github.reformer4j.kernel.cpu;

import static io.github.reformer4j.check.Check.requireState;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of a dense array of floats in c order. Runs of numbers are copied to the heap and back, which costs little
 * more than reading them; element by element would cost a call each.
 */
final class NativeFloats {

    /** Floats of a page; a buffer cannot hold more than 2^31 bytes. */
    private static final int PAGE_BITS = 28;

    private static final long PAGE = 1L << PAGE_BITS;

    /** What a page shares with the next, so that a run never ends in another page than it began in. */
    private static final long OVERLAP = 1L << 22;

    private final FloatBuffer[] pages;

    private NativeFloats(FloatBuffer... pages) {
        this.pages = pages;
    }

    /** The memory of an array; it must live as long as this is used. */
    static NativeFloats of(INDArray array) {
        requireState(array.dataType() == DataType.FLOAT, "fused kernels compute in FLOAT, got %s", array.dataType());
        long length = array.length();
        FloatBuffer[] pages = new FloatBuffer[(int) ((length + PAGE - 1) / PAGE)];
        for (int page = 0; page < pages.length; page++) {
            long from = page * PAGE;
            long to = Math.min(length, from + PAGE + OVERLAP);
            pages[page] = buffer(array, from, to);
        }
        return new NativeFloats(pages);
    }

    private static FloatBuffer buffer(INDArray array, long from, long to) {
        BytePointer pointer = new BytePointer(array.data().addressPointer());
        long start = from * Float.BYTES;
        pointer.position(start).limit(to * Float.BYTES);
        return pointer.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** Copies {@code count} floats from {@code index} on to the heap. */
    void get(long index, float[] into, int at, int count) {
        pages[(int) (index >> PAGE_BITS)].get((int) (index & (PAGE - 1)), into, at, count);
    }

    /** Writes {@code count} floats from the heap, from {@code index} on. */
    void put(long index, float[] from, int at, int count) {
        pages[(int) (index >> PAGE_BITS)].put((int) (index & (PAGE - 1)), from, at, count);
    }

    /** One float. */
    float get(long index) {
        return pages[(int) (index >> PAGE_BITS)].get((int) (index & (PAGE - 1)));
    }

    /** Writes one float. */
    void put(long index, float value) {
        pages[(int) (index >> PAGE_BITS)].put((int) (index & (PAGE - 1)), value);
    }
}
