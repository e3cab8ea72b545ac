package io.github.reformer4j.kernel.cpu;

import java.util.function.IntFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The vectors of some heads, [heads, n, d], each head in one piece. In an array [b, n, h · d] the vectors of a head lie a
 * power of two apart, so that they share a small part of every cache, and each page holds but few of them; where several
 * rounds read and write them in any order, copying them together once and back costs less.
 */
final class PackedRows implements AutoCloseable {

    /** Vectors that are copied at once. */
    private static final int BLOCK = 64;

    private final Lanes lanes;
    private final INDArray array;
    private final NativeFloats floats;
    private final int length;
    private final int depth;

    PackedRows(Lanes lanes, int heads, int length, int depth) {
        this.lanes = lanes;
        this.length = length;
        this.depth = depth;
        array = Nd4j.createUninitialized(DataType.FLOAT, heads, length, depth);
        floats = NativeFloats.of(array);
    }

    /** The vectors of head {@code i}. */
    HeadRows of(int i) {
        return new HeadRows(lanes, floats, (long) i * length * depth, depth, depth);
    }

    /** Takes in the vectors of {@code heads} heads. */
    void load(int heads, IntFunction<HeadRows> from) {
        eachBlock(heads, (spare, head, first, count) -> {
            HeadRows rows = from.apply(head);
            for (int i = 0; i < count; i++) {
                rows.get(first + i, spare, i * depth);
            }
            floats.put(index(head, first), spare, 0, count * depth);
        });
    }

    /** Copies the vectors of {@code heads} heads to where they belong. */
    void store(int heads, IntFunction<HeadRows> to) {
        eachBlock(heads, (spare, head, first, count) -> {
            HeadRows rows = to.apply(head);
            floats.get(index(head, first), spare, 0, count * depth);
            for (int i = 0; i < count; i++) {
                rows.put(first + i, spare, i * depth);
            }
        });
    }

    private long index(int head, int position) {
        return ((long) head * length + position) * depth;
    }

    private interface BlockCopy {
        void run(float[] spare, int head, int first, int count);
    }

    private void eachBlock(int heads, BlockCopy copy) {
        int blocks = (length + BLOCK - 1) / BLOCK;
        Workers.run(heads * blocks, () -> new float[BLOCK * depth], (spare, task) -> {
            int first = task % blocks * BLOCK;
            copy.run(spare, task / blocks, first, Math.min(BLOCK, length - first));
        });
    }

    @Override
    public void close() {
        array.close();
    }
}
