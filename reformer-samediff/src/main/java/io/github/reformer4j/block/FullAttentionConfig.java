package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

/**
 * Exact attention, computed in tiles of queries so that memory is linear in the length.
 *
 * @param inputSize depth of the input, d_model
 * @param heads attention heads, h
 * @param headSize depth of a head
 * @param causal whether a position sees only itself and what stands before it
 * @param sharedQueryKey whether queries and keys are one projection, keys of unit length and a position avoids itself:
 *     the exact twin of LSH attention, with its weights
 * @param dropout probability that an attention weight is dropped in training
 */
public record FullAttentionConfig(
        int inputSize, int heads, int headSize, boolean causal, boolean sharedQueryKey, double dropout)
        implements BlockConfig {

    public FullAttentionConfig {
        require(inputSize > 0, "inputSize must be positive, got %d", inputSize);
        require(heads > 0, "heads must be positive, got %d", heads);
        require(headSize > 0, "headSize must be positive, got %d", headSize);
        require(dropout >= 0.0 && dropout < 1.0, "dropout must lie in [0, 1), got %s", dropout);
    }

    @Override
    public FullSelfAttention toBlock() {
        return new FullSelfAttention(this);
    }
}
