package io.github.reformer4j.kernel.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Blocks of rows in as many stripes as there are threads, each with sums of its own, which are put together in the order of
 * the stripes. So the result is the same in every run with the same number of threads.
 */
final class Stripes {

    private Stripes() {}

    /** What one stripe does. */
    interface Stripe {
        /** The next block; blocks come in order. */
        void block(int block);
    }

    /** Runs all blocks; returns the stripes. */
    static <S extends Stripe> List<S> run(int blocks, Supplier<S> create) {
        int count = Math.max(1, Math.min(Workers.threads(), blocks));
        List<S> stripes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stripes.add(create.get());
        }
        Workers.run(count, () -> stripes, (all, index) -> forBlocks(blocks, count, index, all.get(index)::block));
        return stripes;
    }

    private static void forBlocks(int blocks, int stripes, int index, IntConsumer action) {
        int from = (int) ((long) blocks * index / stripes);
        int to = (int) ((long) blocks * (index + 1) / stripes);
        for (int block = from; block < to; block++) {
            action.accept(block);
        }
    }
}
