package io.github.reformer4j.kernel;

import java.util.Arrays;

/**
 * The paper's two refinements, for one head of one sequence: a query attends within its bucket alone (P_i of equation 3),
 * and a key that stands in the windows of several rounds counts once, log N_ij taken off its score (equation 16).
 *
 * <p>N_ij is how often key j stands where query i may see it, over the windows of all rounds; windows at the border of
 * two rounds hold keys of both.
 */
public final class RoundRule {

    private final ChunkOrder order;
    private final int[] buckets;
    private final int first;
    private final boolean withinBucket;
    private final boolean correctDuplicates;
    private final int[] chunkOf;

    /**
     * A rule over an order by bucket.
     *
     * @param buckets ids by round and position, [r, n] from {@code first} on
     */
    public RoundRule(ChunkOrder order, int[] buckets, int first, boolean withinBucket, boolean correctDuplicates) {
        this.order = order;
        this.buckets = buckets.clone();
        this.first = first;
        this.withinBucket = withinBucket;
        this.correctDuplicates = correctDuplicates;
        chunkOf = new int[order.rounds() * order.length()];
        Arrays.fill(chunkOf, ChunkOrder.EMPTY);
        int length = order.window().chunkLength();
        for (int place = 0; place < order.chunks() * length; place++) {
            if (order.position(place) != ChunkOrder.EMPTY) {
                int round = place / length / order.chunksPerRound();
                chunkOf[round * order.length() + order.position(place)] = place / length;
            }
        }
    }

    /** The bias of a pair that nothing else masks. */
    double bias(int queryPlace, int keyPlace) {
        int query = order.position(queryPlace);
        int key = order.position(keyPlace);
        if (!sees(round(queryPlace), query, round(keyPlace), key)) {
            return ScoreRule.MASKED;
        }
        return correctDuplicates ? -Math.log(times(query, key)) : 0.0;
    }

    private int round(int place) {
        return place / order.window().chunkLength() / order.chunksPerRound();
    }

    private boolean sees(int queryRound, int query, int keyRound, int key) {
        return !withinBucket
                || query == key
                || (queryRound == keyRound && bucket(queryRound, query) == bucket(keyRound, key));
    }

    private int bucket(int round, int position) {
        return buckets[first + round * order.length() + position];
    }

    /** N_ij. */
    private int times(int query, int key) {
        int times = 0;
        for (int queryRound = 0; queryRound < order.rounds(); queryRound++) {
            int chunk = chunkOf[queryRound * order.length() + query];
            for (int offset = -order.window().before(); offset <= order.window().after(); offset++) {
                int other = order.neighbour(chunk, offset);
                if (other != ChunkOrder.EMPTY) {
                    int keyRound = other / order.chunksPerRound();
                    boolean there = chunkOf[keyRound * order.length() + key] == other;
                    times += there && sees(queryRound, query, keyRound, key) ? 1 : 0;
                }
            }
        }
        return times;
    }
}
