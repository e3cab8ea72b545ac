package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.Semantics;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Self-attention of a chunk to itself and its neighbours, in time O(n · chunkLength): [b, nIn, n] to [b, nOut, n], any
 * length. Parameters {@code query.weight}, {@code key.weight}, {@code value.weight} [nIn, h · d], {@code output.weight}
 * [h · d, nOut].
 */
public final class LocalSelfAttentionLayer extends AttentionLayer {

    @JsonProperty
    private int chunkLength = 1;

    @JsonProperty
    private int chunksBefore;

    @JsonProperty
    private int chunksAfter;

    /** For JSON. */
    LocalSelfAttentionLayer() {}

    private LocalSelfAttentionLayer(Builder builder) {
        super(builder);
        chunkLength = builder.chunkLength;
        chunksBefore = builder.chunksBefore;
        chunksAfter = builder.chunksAfter < 0 ? (causal() ? 0 : 1) : builder.chunksAfter;
        check(builder);
    }

    @Override
    protected BlockConfig attention(int inputSize) {
        return new LocalAttentionConfig(
                inputSize,
                heads(),
                headSize(),
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal(),
                attentionDropout(),
                Semantics.PAPER,
                chunkLength);
    }

    /** Builds the layer; nIn follows from the input type, nOut is nIn if nothing is said. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends AttentionLayer.Builder<Builder> {

        private int chunkLength = 64;
        private int chunksBefore = 1;
        private int chunksAfter = -1;

        /** Steps of a chunk; 64 if nothing is said. */
        public Builder chunkLength(int length) {
            chunkLength = length;
            return this;
        }

        /** Chunks before and after its own that a chunk attends to; 1 and 1 if nothing is said, 1 and 0 if causal. */
        public Builder chunks(int before, int after) {
            chunksBefore = before;
            chunksAfter = after;
            return this;
        }

        @Override
        public LocalSelfAttentionLayer build() {
            return new LocalSelfAttentionLayer(this);
        }
    }
}
