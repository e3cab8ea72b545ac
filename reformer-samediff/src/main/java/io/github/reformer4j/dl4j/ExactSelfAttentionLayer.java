package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Exact self-attention in tiles, never an array of n × n: [b, nIn, n] to [b, nOut, n]; memory grows with n, time with n².
 * Parameters {@code query.weight}, {@code key.weight}, {@code value.weight} [nIn, h · d], {@code output.weight}
 * [h · d, nOut]; with shared queries and keys those of {@link LshSelfAttentionLayer}, which approximates it.
 */
public final class ExactSelfAttentionLayer extends AttentionLayer {

    @JsonProperty
    private boolean sharedQueryKey;

    /** For JSON. */
    ExactSelfAttentionLayer() {}

    private ExactSelfAttentionLayer(Builder builder) {
        super(builder);
        sharedQueryKey = builder.sharedQueryKey;
        check(builder);
    }

    @Override
    protected BlockConfig attention(int inputSize) {
        return new FullAttentionConfig(inputSize, heads(), headSize(), causal(), sharedQueryKey, attentionDropout());
    }

    /** Builds the layer; nIn follows from the input type, nOut is nIn if nothing is said. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends AttentionLayer.Builder<Builder> {

        private boolean sharedQueryKey;

        /** Whether queries are keys, of unit length, and a step avoids itself; not if nothing is said. */
        public Builder sharedQueryKey(boolean shared) {
            sharedQueryKey = shared;
            return this;
        }

        @Override
        public ExactSelfAttentionLayer build() {
            return new ExactSelfAttentionLayer(this);
        }
    }
}
