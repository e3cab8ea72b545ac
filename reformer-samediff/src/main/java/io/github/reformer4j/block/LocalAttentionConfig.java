package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

/**
 * Attention of a chunk to itself and its neighbours.
 *
 * @param inputSize depth of the input, d_model
 * @param heads attention heads, h
 * @param headSize depth of a head
 * @param chunkLength positions of a chunk, c
 * @param chunksBefore chunks before its own that a chunk attends to
 * @param chunksAfter chunks after its own that a chunk attends to
 * @param causal whether a position sees only itself and what stands before it
 * @param dropout probability that an attention weight is dropped in training
 * @param semantics whose definition holds where published ones differ
 * @param exactUpTo up to this length attention is exact, over all positions, with the same weights
 */
public record LocalAttentionConfig(
        int inputSize,
        int heads,
        int headSize,
        int chunkLength,
        int chunksBefore,
        int chunksAfter,
        boolean causal,
        double dropout,
        Semantics semantics,
        int exactUpTo)
        implements BlockConfig {

    public LocalAttentionConfig {
        require(inputSize > 0, "inputSize must be positive, got %d", inputSize);
        require(heads > 0, "heads must be positive, got %d", heads);
        require(headSize > 0, "headSize must be positive, got %d", headSize);
        require(chunkLength > 0, "chunkLength must be positive, got %d", chunkLength);
        require(chunksBefore >= 0, "chunksBefore must not be negative, got %d", chunksBefore);
        require(chunksAfter >= 0, "chunksAfter must not be negative, got %d", chunksAfter);
        require(dropout >= 0.0 && dropout < 1.0, "dropout must lie in [0, 1), got %s", dropout);
        require(exactUpTo >= 0, "exactUpTo must not be negative, got %d", exactUpTo);
    }

    /** The usual choice: one chunk back, causal, the paper's padding, no dropout. */
    public static LocalAttentionConfig of(int inputSize, int heads, int headSize, int chunkLength) {
        return new LocalAttentionConfig(
                inputSize, heads, headSize, chunkLength, 1, 0, true, 0.0, Semantics.PAPER, chunkLength);
    }

    @Override
    public LocalSelfAttention toBlock() {
        return new LocalSelfAttention(this);
    }

    /** The same by another definition of windows and padding. */
    public LocalAttentionConfig withSemantics(Semantics newSemantics) {
        return new LocalAttentionConfig(
                inputSize,
                heads,
                headSize,
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal,
                dropout,
                newSemantics,
                exactUpTo);
    }
}
