package io.github.reformer4j.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of the score of a query and a key, in this order: −1e9 where the key is padding, stands in the future of
 * causal attention, or is none of the query's bucket; −1e5 where query and key are one position of shared QK, so that a
 * position attends to itself only where nothing else is left (section 2, "Causal masking"); less log N where a key that
 * several rounds see is to count once (equation 16).
 */
public final class ScoreRule {

    /** Score of a key that must not be seen. */
    public static final double MASKED = -1e9;

    /** Score of a position for itself where queries and keys are shared. */
    public static final double SELF = -1e5;

    /** Score of an empty place: no weight at all, not even where all else is masked. */
    public static final double EMPTY = -1e30;

    /** A bias below this replaces the score, one above is added to it. */
    public static final double REPLACES = -1e4;

    private final boolean causal;
    private final boolean avoidsSelf;
    private final boolean @Nullable [] tokens;
    private final @Nullable RoundRule rounds;

    private ScoreRule(boolean causal, boolean avoidsSelf, boolean @Nullable [] tokens, @Nullable RoundRule rounds) {
        this.causal = causal;
        this.avoidsSelf = avoidsSelf;
        this.tokens = tokens == null ? null : tokens.clone();
        this.rounds = rounds;
    }

    /**
     * A rule for one sequence.
     *
     * @param causal whether keys behind the query are masked
     * @param avoidsSelf whether a position avoids itself
     * @param tokens which positions hold a token, or null for all
     */
    public static ScoreRule of(boolean causal, boolean avoidsSelf, boolean @Nullable [] tokens) {
        return new ScoreRule(causal, avoidsSelf, tokens, null);
    }

    /** The same with what depends on rounds of hashing. */
    public ScoreRule withRounds(@Nullable RoundRule newRounds) {
        return new ScoreRule(causal, avoidsSelf, tokens, newRounds);
    }

    /** Whether keys behind the query are masked. */
    public boolean causal() {
        return causal;
    }

    /** Whether any position is padding. */
    public boolean hasPadding() {
        return tokens != null;
    }

    /** Whether a position avoids itself. */
    public boolean avoidsSelf() {
        return avoidsSelf;
    }

    /** Whether a position may be seen at all. */
    public boolean isToken(int position) {
        return tokens == null || tokens[position];
    }

    /** Whether rounds of hashing have a say, so that places decide and not positions alone. */
    public boolean hasRounds() {
        return rounds != null;
    }

    /** The bias of two positions, wherever they stand. */
    public double bias(int query, int key) {
        if (query == key && avoidsSelf) {
            return SELF;
        }
        return (causal && key > query) || (tokens != null && !tokens[key]) ? MASKED : 0.0;
    }

    /** The bias of what stands at two places of an order; places may be empty. */
    public double bias(ChunkOrder order, int queryPlace, int keyPlace) {
        int query = order.position(queryPlace);
        int key = keyPlace == ChunkOrder.EMPTY ? ChunkOrder.EMPTY : order.position(keyPlace);
        if (query == ChunkOrder.EMPTY || key == ChunkOrder.EMPTY) {
            return EMPTY;
        }
        double bias = bias(query, key);
        return rounds == null || bias <= REPLACES ? bias : rounds.bias(queryPlace, keyPlace);
    }
}
