package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.requireState;

import java.util.Arrays;

/**
 * Positions in order of their buckets, of one head in one round, as they come one after another: a newcomer goes to the
 * end of its bucket, which is where a stable sort of all of them would put it. Adding costs O(log m), reading w places in
 * a row O(w log m), whatever the number of positions n.
 */
final class BucketOrder {

    private static final int FIRST_CAPACITY = 4;
    private static final int[] EMPTY = {};

    private final int[][] positions;
    private final int[] counts;
    private final FenwickTree tree;
    private int size;

    BucketOrder(int buckets) {
        positions = new int[buckets][];
        Arrays.fill(positions, EMPTY);
        counts = new int[buckets];
        tree = new FenwickTree(buckets);
    }

    /** Adds the next position, {@link #size}, and returns its place in the order. */
    int add(int bucket) {
        int count = counts[bucket];
        if (count == positions[bucket].length) {
            positions[bucket] = Arrays.copyOf(positions[bucket], Math.max(FIRST_CAPACITY, 2 * count));
        }
        positions[bucket][count] = size++;
        counts[bucket] = count + 1;
        tree.increment(bucket);
        return tree.below(bucket) + count;
    }

    /** Positions in all buckets, n. */
    int size() {
        return size;
    }

    /** Place of the first position of the bucket. */
    int start(int bucket) {
        return tree.below(bucket);
    }

    /** Place behind the last position of the bucket. */
    int end(int bucket) {
        return tree.below(bucket) + counts[bucket];
    }

    /**
     * Writes the positions that stand at {@code from}, {@code from + 1}, … into {@code into}, behind the first {@code filled}
     * of it, and returns how many it then holds. Places count modulo n, so that negative ones lie at the end.
     */
    int read(int from, int count, int[] into, int filled) {
        requireState(size > 0, "an empty order of buckets has nothing to read, asked for %d places", count);
        int read = 0;
        while (read < count) {
            int place = Math.floorMod(from + read, size);
            int bucket = tree.bucketAt(place);
            int first = place - tree.below(bucket);
            int run = Math.min(count - read, counts[bucket] - first);
            System.arraycopy(positions[bucket], first, into, filled + read, run);
            read += run;
        }
        return filled + count;
    }
}
