package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.ScoreRule;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One evaluation of a layer of {@link LshSelfAttention}, as an {@link AttentionRecorder} has written it down. */
public final class RecordedAttention {

    private final String path;
    private final @Nullable PaddingMask mask;
    private final LshAttentionConfig config;
    private final int batch;
    private final int length;
    private final int[] buckets;
    private final double @Nullable [] vectors;

    RecordedAttention(
            Step step, LshAttentionConfig config, int batch, int length, int[] buckets, double @Nullable [] vectors) {
        path = step.path();
        mask = step.mask();
        this.config = config;
        this.batch = batch;
        this.length = length;
        this.buckets = buckets;
        this.vectors = vectors;
    }

    /** Whether these very ids were written down, not others that are equal to them. */
    boolean isOf(int[] ids) {
        return buckets == ids;
    }

    /** Where the layer stands in its model: {@code layers.1.attention.self_attention}; empty for a block alone. */
    public String path() {
        return path;
    }

    /** The layer: heads, rounds, chunks. */
    public LshAttentionConfig config() {
        return config;
    }

    /** Sequences, b. */
    public int batch() {
        return batch;
    }

    /** Positions of a sequence, n. */
    public int length() {
        return length;
    }

    /** Buckets of a round, m; padding has the bucket m, which no token has. */
    public int bucketsPerRound() {
        int[] factors = config.buckets().factorsFor(length, config.chunkLength());
        return Arrays.stream(factors).reduce(1, (a, b) -> a * b);
    }

    /** Whether vectors were written down too. */
    public boolean hasVectors() {
        return vectors != null;
    }

    /** The buckets of all positions of one sequence in one head and round, [n], each in [0, m]; new. */
    public int[] buckets(int sequence, int head, int round) {
        requireIndex("round", round, config.rounds());
        int from = first(sequence, head) + round * length;
        return Arrays.copyOfRange(buckets, from, from + length);
    }

    /**
     * The vectors of all positions of one sequence in one head, before the norm that makes keys of them: [n, d], new.
     *
     * @throws IllegalArgumentException if only buckets were written down
     */
    public double[][] vectors(int sequence, int head) {
        requireIndex("sequence", sequence, batch);
        requireIndex("head", head, config.heads());
        require(hasVectors(), "only buckets were recorded; record by AttentionRecorder.ofBucketsAndVectors()");
        double[] numbers = Objects.requireNonNull(vectors);
        int width = config.heads() * config.headSize();
        double[][] rows = new double[length][];
        for (int i = 0; i < length; i++) {
            int from = (sequence * length + i) * width + head * config.headSize();
            rows[i] = Arrays.copyOfRange(numbers, from, from + config.headSize());
        }
        return rows;
    }

    /** What one head of one sequence attended to: the positions in the order of their chunks, and the rule of scores. */
    public AttentionPlan.Head plan(int sequence, int head) {
        return plan(sequence, head, 0, config.rounds());
    }

    /** The same as {@code rounds} of the rounds, from {@code firstRound} on, would have given alone. */
    public AttentionPlan.Head plan(int sequence, int head, int firstRound, int rounds) {
        requireIndex("firstRound", firstRound, config.rounds());
        require(
                rounds > 0 && rounds <= config.rounds() - firstRound,
                "rounds must lie in [1, %d] from round %d on, got %d",
                config.rounds() - firstRound,
                firstRound,
                rounds);
        int first = first(sequence, head) + firstRound * length;
        boolean @Nullable [] tokens = AttentionInput.tokens(mask, sequence, length);
        return LshSelfAttention.head(
                config,
                new LshSelfAttention.Rounds(buckets, first, rounds, length),
                AttentionInput.placed(config.semantics(), tokens, length),
                ScoreRule.of(config.causal(), true, tokens));
    }

    private int first(int sequence, int head) {
        requireIndex("sequence", sequence, batch);
        requireIndex("head", head, config.heads());
        return (sequence * config.heads() + head) * config.rounds() * length;
    }

    private static void requireIndex(String name, int index, int size) {
        require(index >= 0 && index < size, "%s must lie in [0, %d), got %d", name, size, index);
    }
}
