package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import java.util.List;

/**
 * Shared-QK attention by locality sensitive hashing (Reformer, section 2).
 *
 * @param inputSize depth of the input, d_model
 * @param heads attention heads, h
 * @param headSize depth of a head
 * @param buckets buckets of a round of hashing, m
 * @param rounds rounds of hashing, r; may differ between training and use
 * @param chunkLength positions of a chunk, c
 * @param chunksBefore chunks before its own that a chunk attends to
 * @param chunksAfter chunks after its own that a chunk attends to
 * @param causal whether a position sees only itself and what stands before it
 * @param dropout probability that an attention weight is dropped in training
 * @param semantics whose definition holds where published ones differ
 * @param withinBucket whether a position attends only within its bucket (equation 3, P_i); published code attends to the
 *     whole window
 * @param correctDuplicates whether a key that stands in the windows of several rounds counts once (equation 16, log N_ij)
 * @param exactUpTo up to this length attention is exact, over all positions, with the same weights
 * @param headMask a factor for the attention weights of every head, or none
 */
public record LshAttentionConfig(
        int inputSize,
        int heads,
        int headSize,
        Buckets buckets,
        int rounds,
        int chunkLength,
        int chunksBefore,
        int chunksAfter,
        boolean causal,
        double dropout,
        Semantics semantics,
        boolean withinBucket,
        boolean correctDuplicates,
        int exactUpTo,
        List<Double> headMask)
        implements BlockConfig {

    public LshAttentionConfig {
        require(inputSize > 0, "inputSize must be positive, got %d", inputSize);
        require(heads > 0, "heads must be positive, got %d", heads);
        require(headSize > 0, "headSize must be positive, got %d", headSize);
        require(rounds > 0, "rounds must be positive, got %d", rounds);
        require(chunkLength > 0, "chunkLength must be positive, got %d", chunkLength);
        require(chunksBefore >= 0, "chunksBefore must not be negative, got %d", chunksBefore);
        require(chunksAfter >= 0, "chunksAfter must not be negative, got %d", chunksAfter);
        require(dropout >= 0.0 && dropout < 1.0, "dropout must lie in [0, 1), got %s", dropout);
        require(exactUpTo >= 0, "exactUpTo must not be negative, got %d", exactUpTo);
        require(
                headMask.isEmpty() || headMask.size() == heads,
                "headMask needs a factor for each of the %d heads, got %d",
                heads,
                headMask.size());
        require(headMask.stream().allMatch(Double::isFinite), "headMask must hold finite factors, got %s", headMask);
        headMask = List.copyOf(headMask);
    }

    /** The usual choice: one chunk back, causal, one round, automatic buckets, the paper's padding, no dropout. */
    public static LshAttentionConfig of(int inputSize, int heads, int headSize, int chunkLength) {
        return new LshAttentionConfig(
                inputSize,
                heads,
                headSize,
                Buckets.automatic(0),
                1,
                chunkLength,
                1,
                0,
                true,
                0.0,
                Semantics.PAPER,
                false,
                false,
                chunkLength,
                List.of());
    }

    @Override
    public LshSelfAttention toBlock() {
        return new LshSelfAttention(this);
    }

    /** The same weights with another number of rounds: more see more, at more cost. */
    public LshAttentionConfig withRounds(int newRounds) {
        return new LshAttentionConfig(
                inputSize,
                heads,
                headSize,
                buckets,
                newRounds,
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal,
                dropout,
                semantics,
                withinBucket,
                correctDuplicates,
                exactUpTo,
                headMask);
    }

    /** The same by another definition of padding. */
    public LshAttentionConfig withSemantics(Semantics newSemantics) {
        return new LshAttentionConfig(
                inputSize,
                heads,
                headSize,
                buckets,
                rounds,
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal,
                dropout,
                newSemantics,
                withinBucket,
                correctDuplicates,
                exactUpTo,
                headMask);
    }

    /** The same with these buckets. */
    public LshAttentionConfig withBuckets(Buckets newBuckets) {
        return new LshAttentionConfig(
                inputSize,
                heads,
                headSize,
                newBuckets,
                rounds,
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal,
                dropout,
                semantics,
                withinBucket,
                correctDuplicates,
                exactUpTo,
                headMask);
    }

    /** The same, causal or not. */
    public LshAttentionConfig withCausal(boolean newCausal) {
        return new LshAttentionConfig(
                inputSize,
                heads,
                headSize,
                buckets,
                rounds,
                chunkLength,
                chunksBefore,
                chunksAfter,
                newCausal,
                dropout,
                semantics,
                withinBucket,
                correctDuplicates,
                exactUpTo,
                headMask);
    }

    /** The same with this dropout of attention weights. */
    public LshAttentionConfig withDropout(double newDropout) {
        return new LshAttentionConfig(
                inputSize,
                heads,
                headSize,
                buckets,
                rounds,
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal,
                newDropout,
                semantics,
                withinBucket,
                correctDuplicates,
                exactUpTo,
                headMask);
    }

    /** The same with the paper's two refinements on or off. */
    public LshAttentionConfig withRefinements(boolean newWithinBucket, boolean newCorrectDuplicates) {
        return new LshAttentionConfig(
                inputSize,
                heads,
                headSize,
                buckets,
                rounds,
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal,
                dropout,
                semantics,
                newWithinBucket,
                newCorrectDuplicates,
                exactUpTo,
                headMask);
    }
}
