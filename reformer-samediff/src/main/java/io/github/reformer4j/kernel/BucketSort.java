package io.github.reformer4j.kernel;

/** Counting sort, O(n + m) and stable, which keeps positions ordered within their bucket. */
public final class BucketSort {

    private BucketSort() {}

    /**
     * Positions in order of their buckets.
     *
     * @param positions ascending
     * @param buckets ids of all positions of all rounds; position p has the one at {@code first + p}
     * @param first where the round begins in {@code buckets}
     * @return the positions, sorted; new
     */
    public static int[] sort(int[] positions, int[] buckets, int first) {
        int largest = 0;
        for (int position : positions) {
            largest = Math.max(largest, buckets[first + position]);
        }
        int[] ends = new int[largest + 2];
        for (int position : positions) {
            ends[buckets[first + position] + 1]++;
        }
        for (int bucket = 1; bucket < ends.length; bucket++) {
            ends[bucket] += ends[bucket - 1];
        }
        int[] sorted = new int[positions.length];
        for (int position : positions) {
            sorted[ends[buckets[first + position]]++] = position;
        }
        return sorted;
    }
}
