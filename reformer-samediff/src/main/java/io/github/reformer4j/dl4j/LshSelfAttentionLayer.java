package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Semantics;
import java.util.Arrays;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Self-attention by locality sensitive hashing with queries that are keys (Reformer, section 2), in time O(rounds · n ·
 * chunkLength): [b, nIn, n] to [b, nOut, n], any length. Parameters {@code queryKey.weight}, {@code value.weight}
 * [nIn, h · d], {@code output.weight} [h · d, nOut].
 */
public final class LshSelfAttentionLayer extends AttentionLayer {

    @JsonProperty
    private int rounds = 1;

    @JsonProperty
    private int chunkLength = 1;

    @JsonProperty
    private int chunksBefore;

    @JsonProperty
    private int chunksAfter;

    @JsonProperty
    private List<Integer> buckets = List.of();

    @JsonProperty
    private int exactUpTo;

    /** For JSON. */
    LshSelfAttentionLayer() {}

    private LshSelfAttentionLayer(Builder builder) {
        super(builder);
        rounds = builder.rounds;
        chunkLength = builder.chunkLength;
        chunksBefore = builder.chunksBefore;
        chunksAfter = builder.chunksAfter;
        buckets = builder.buckets;
        exactUpTo = builder.exactUpTo < 0 ? builder.chunkLength : builder.exactUpTo;
        check(builder);
    }

    @Override
    protected BlockConfig attention(int inputSize) {
        return new LshAttentionConfig(
                inputSize,
                heads(),
                headSize(),
                new Buckets(buckets, 0),
                rounds,
                chunkLength,
                chunksBefore,
                chunksAfter,
                causal(),
                attentionDropout(),
                Semantics.PAPER,
                false,
                false,
                exactUpTo,
                List.of());
    }

    /** Builds the layer; nIn follows from the input type, nOut is nIn if nothing is said. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends AttentionLayer.Builder<Builder> {

        private int rounds = 1;
        private int chunkLength = 64;
        private int chunksBefore = 1;
        private int chunksAfter;
        private List<Integer> buckets = List.of();
        private int exactUpTo = -1;

        /** Hashing rounds; 1 if nothing is said. More see more, at more cost. */
        public Builder rounds(int number) {
            rounds = number;
            return this;
        }

        /** Positions of a chunk; 64 if nothing is said. */
        public Builder chunkLength(int length) {
            chunkLength = length;
            return this;
        }

        /** Chunks before and after its own that a chunk attends to; 1 and 0 if nothing is said. */
        public Builder chunks(int before, int after) {
            chunksBefore = before;
            chunksAfter = after;
            return this;
        }

        /** Buckets, an even number or even factors of it; about two a chunk if nothing is said. */
        public Builder buckets(int... factors) {
            buckets = Arrays.stream(factors).boxed().toList();
            return this;
        }

        /** Up to this length attention is exact, with the same weights; chunkLength if nothing is said. */
        public Builder exactUpTo(int length) {
            exactUpTo = length;
            return this;
        }

        @Override
        public LshSelfAttentionLayer build() {
            return new LshSelfAttentionLayer(this);
        }
    }
}
