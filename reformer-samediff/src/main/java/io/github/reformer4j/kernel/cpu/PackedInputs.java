package io.github.reformer4j.kernel.cpu;

import org.jspecify.annotations.Nullable;

/** What some heads attend with, each in one piece. */
final class PackedInputs implements AutoCloseable {

    private final HeadArrays arrays;
    private final int heads;
    private final PackedRows q;
    private final @Nullable PackedRows k;
    private final PackedRows v;

    /** Memory for {@code heads} heads. */
    PackedInputs(HeadArrays arrays, int heads) {
        this.arrays = arrays;
        this.heads = heads;
        q = another();
        k = arrays.shared() ? null : another();
        v = another();
    }

    /** Memory for as many vectors again, which belongs to the caller. */
    PackedRows another() {
        return new PackedRows(arrays.lanes(), heads, arrays.length(), arrays.depth());
    }

    boolean shared() {
        return k == null;
    }

    /** Takes in heads {@code first} to {@code first + count} − 1 of the batch. */
    void load(int first, int count) {
        q.load(count, i -> arrays.inputs(first + i).q());
        if (k != null) {
            k.load(count, i -> arrays.inputs(first + i).keys());
        }
        v.load(count, i -> arrays.inputs(first + i).v());
    }

    HeadInputs of(int i) {
        return new HeadInputs(q.of(i), k == null ? null : k.of(i), v.of(i));
    }

    @Override
    public void close() {
        q.close();
        if (k != null) {
            k.close();
        }
        v.close();
    }
}
