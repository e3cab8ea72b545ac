package io.github.reformer4j.generation;

/**
 * Counts per bucket whose running sums cost O(log m) (Fenwick, "A new data structure for cumulative frequency tables",
 * 1994).
 */
final class FenwickTree {

    /** sums[i] holds the counts of the lowest-set-bit many buckets that end with bucket i − 1. */
    private final int[] sums;

    private final int highestBit;

    FenwickTree(int buckets) {
        sums = new int[buckets + 1];
        highestBit = Integer.highestOneBit(buckets);
    }

    /** One more entry in the bucket. */
    void increment(int bucket) {
        for (int i = bucket + 1; i < sums.length; i += i & -i) {
            sums[i]++;
        }
    }

    /** Entries in all buckets below this one. */
    int below(int bucket) {
        int sum = 0;
        for (int i = bucket; i > 0; i -= i & -i) {
            sum += sums[i];
        }
        return sum;
    }

    /** The bucket that holds the entry at this place of the sorted order: the last one with {@code below(bucket) <= place}. */
    int bucketAt(int place) {
        int bucket = 0;
        int left = place;
        for (int bit = highestBit; bit > 0; bit >>= 1) {
            int next = bucket + bit;
            if (next < sums.length && sums[next] <= left) {
                bucket = next;
                left -= sums[next];
            }
        }
        return bucket;
    }
}
