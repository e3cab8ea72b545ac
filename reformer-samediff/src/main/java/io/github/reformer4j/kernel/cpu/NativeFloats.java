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

    /** Floats of a page are 2 to this; a buffer cannot hold more than 2^31 bytes. */
    private static final int PAGE_BITS = 28;

    /** Floats that are on the heap at once while an array is added. */
    private static final int PART = 1 << 14;

    private final FloatBuffer[] pages;
    private final int pageBits;
    private final int within; // mask of a place within a page

    private NativeFloats(int pageBits, FloatBuffer... pages) {
        this.pages = pages;
        this.pageBits = pageBits;
        within = (1 << pageBits) - 1;
    }

    /** The memory of an array; it must live as long as this is used. */
    static NativeFloats of(INDArray array) {
        return of(array, PAGE_BITS);
    }

    static NativeFloats of(INDArray array, int pageBits) {
        requireState(array.dataType() == DataType.FLOAT, "fused kernels compute in FLOAT, got %s", array.dataType());
        long length = array.length();
        long size = 1L << pageBits;
        FloatBuffer[] pages = new FloatBuffer[(int) ((length + size - 1) / size)];
        for (int page = 0; page < pages.length; page++) {
            pages[page] = buffer(array, page * size, Math.min(length, (page + 1) * size));
        }
        return new NativeFloats(pageBits, pages);
    }

    private static FloatBuffer buffer(INDArray array, long from, long to) {
        BytePointer pointer = new BytePointer(array.data().addressPointer());
        long start = from * Float.BYTES;
        pointer.position(start).limit(to * Float.BYTES);
        return pointer.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** Copies {@code count} floats from {@code index} on to the heap. */
    void get(long index, float[] into, int at, int count) {
        int from = (int) index & within;
        int here = Math.min(count, within + 1 - from);
        pages[(int) (index >> pageBits)].get(from, into, at, here);
        if (here < count) {
            get(index + here, into, at + here, count - here);
        }
    }

    /** Writes {@code count} floats from the heap, from {@code index} on. */
    void put(long index, float[] from, int at, int count) {
        int to = (int) index & within;
        int here = Math.min(count, within + 1 - to);
        pages[(int) (index >> pageBits)].put(to, from, at, here);
        if (here < count) {
            put(index + here, from, at + here, count - here);
        }
    }

    /** Adds the first {@code count} floats of the heap array to those from 0 on. */
    void add(float[] added, int count) {
        float[] part = new float[Math.min(count, PART)];
        for (int from = 0; from < count; from += PART) {
            int here = Math.min(PART, count - from);
            get(from, part, 0, here);
            for (int i = 0; i < here; i++) {
                part[i] += added[from + i];
            }
            put(from, part, 0, here);
        }
    }
}
