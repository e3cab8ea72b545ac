package io.github.reformer4j.kernel;

import java.util.List;

/**
 * What the attention of one sequence computes: which keys a query sees, under which rule. Made on the host before the
 * numbers are; forward and backward follow the same plan.
 */
public sealed interface AttentionPlan {

    /**
     * Dropout of attention weights.
     *
     * @param rate probability that a weight is dropped; 0: none
     * @param key of this sequence; a head's is derived from it
     */
    record Dropout(double rate, long key) {

        /** The key of a head. */
        public long keyOf(int head) {
            return CounterRandom.derive(key, head);
        }
    }

    /** Dropout of the weights of this sequence. */
    Dropout dropout();

    /**
     * Attention of chunks to their neighbours, in an order by bucket or in sequence. Positions that take no place give 0 and
     * get no gradient.
     *
     * @param heads the order of every head; one stands for all where they share it
     * @param placed which positions take a place
     * @param likeReference whether rounds are merged with the rounding of the published implementation
     */
    @SuppressWarnings("ArrayRecordComponent") // flags by the thousand; plans are never compared
    record Chunked(List<Head> heads, boolean[] placed, Dropout dropout, boolean likeReference)
            implements AttentionPlan {
        public Chunked {
            heads = List.copyOf(heads);
        }

        /** The order of a head. */
        public Head head(int index) {
            return heads.get(Math.min(index, heads.size() - 1));
        }

        /** Rounds of hashing; 1 for attention in sequence. */
        public int rounds() {
            return heads.get(0).order().rounds();
        }

        /** Whether every position takes a place. */
        public boolean allPlaced() {
            for (boolean place : placed) {
                if (!place) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The order of one head and its rule. */
    record Head(ChunkOrder order, ScoreRule rule) {}

    /** Attention of every position to every position under a rule. */
    record Exact(ScoreRule rule, Dropout dropout) implements AttentionPlan {}
}
