package io.github.reformer4j.examples.report;

import io.github.reformer4j.block.RecordedAttention;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which positions of a text stand in which bucket of one round.
 *
 * @param buckets of the positions, [n]
 * @param positions by bucket
 */
@SuppressWarnings("ArrayRecordComponent") // looked into, never compared
record Occupancy(int[] buckets, List<List<Integer>> positions) {

    static Occupancy of(RecordedAttention entry, int head, int round) {
        int[] buckets = entry.buckets(0, head, round);
        List<List<Integer>> positions = IntStream.range(0, entry.bucketsPerRound())
                .mapToObj(bucket -> IntStream.range(0, buckets.length)
                        .filter(i -> buckets[i] == bucket)
                        .boxed()
                        .toList())
                .toList();
        return new Occupancy(buckets, positions);
    }

    /** Buckets, the fullest first. */
    List<Integer> byFullness() {
        return IntStream.range(0, positions.size())
                .boxed()
                .sorted(Comparator.comparing(
                        (Integer bucket) -> -positions.get(bucket).size()))
                .toList();
    }

    /** Buckets that hold nothing. */
    long empty() {
        return positions.stream().filter(List::isEmpty).count();
    }

    /** The fullest bucket that fits into a chunk; if none does, the least full that is not empty. */
    int telling(int chunkLength) {
        List<Integer> filled = byFullness().stream()
                .filter(bucket -> !positions.get(bucket).isEmpty())
                .toList();
        return filled.stream()
                .filter(bucket -> positions.get(bucket).size() <= chunkLength)
                .findFirst()
                .orElse(filled.get(filled.size() - 1));
    }
}
