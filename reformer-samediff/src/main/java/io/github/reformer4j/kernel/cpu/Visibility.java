package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ScoreRule;

/**
 * Which queries see some keys, as numbers to compare with the positions of the queries, key by key: a query before
 * {@code limits} gets the score {@code masked}, the query at {@code same} the score {@link ScoreRule#SELF}. Positions are
 * exact in float up to 2^24.
 */
@SuppressWarnings("ArrayRecordComponent") // scratch memory, overwritten for every chunk
public record Visibility(float[] limits, float[] same, float[] masked) {

    /** Positions of a sequence that float holds exactly. */
    public static final int MOST_POSITIONS = 1 << 24;

    static Visibility of(int keys) {
        return new Visibility(new float[keys], new float[keys], new float[keys]);
    }

    /** A key that a rule decides about by its position. */
    void set(int key, int position, ScoreRule rule) {
        boolean token = rule.isToken(position);
        limits[key] = !token ? Float.POSITIVE_INFINITY : rule.causal() ? position : Float.NEGATIVE_INFINITY;
        same[key] = rule.avoidsSelf() ? position : Float.NaN;
        masked[key] = (float) ScoreRule.MASKED;
    }

    /** A key that is not there. */
    void setEmpty(int key) {
        limits[key] = Float.POSITIVE_INFINITY;
        same[key] = Float.NaN;
        masked[key] = (float) ScoreRule.EMPTY;
    }
}
