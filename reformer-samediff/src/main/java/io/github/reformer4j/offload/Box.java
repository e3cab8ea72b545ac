package io.github.reformer4j.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The arrays of one set that belong to one layer; they come and go together. */
final class Box {

    private final Mover mover;
    private final List<StoredArray> arrays = new ArrayList<>();
    private CompletableFuture<Void> moving = CompletableFuture.completedFuture(null);
    private boolean there = true;
    private boolean changed;

    Box(Mover mover) {
        this.mover = mover;
    }

    /** Adds an array; the box must be there. */
    void put(StoredArray array) {
        arrays.add(array);
        changed = true;
    }

    /** Says that arrays are about to be changed. */
    void change() {
        changed = true;
    }

    /** Begins to fetch the arrays, unless they are there or under way. */
    void fetch() {
        if (!there) {
            there = true;
            moving = mover.start(() -> {
                for (StoredArray array : arrays) {
                    array.read();
                }
            });
        }
    }

    /** Returns when the arrays are there. */
    void await() {
        fetch();
        mover.await(moving);
    }

    /** Begins to send the arrays away; they are written only if they were changed since they came. */
    void leave() {
        if (there) {
            boolean write = changed;
            there = false;
            changed = false;
            moving = mover.start(() -> {
                for (StoredArray array : arrays) {
                    if (write) {
                        array.write();
                    }
                    array.free();
                }
            });
        }
    }

    /** Returns when nothing moves. */
    void settle() {
        mover.await(moving);
    }

    /** Frees the memory, and forgets the numbers. */
    void discard() {
        Mover.settle(moving);
        arrays.forEach(StoredArray::free);
    }
}
