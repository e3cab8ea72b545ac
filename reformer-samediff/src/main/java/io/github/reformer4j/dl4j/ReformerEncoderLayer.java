package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.Arrays;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A whole stack of reversible layers (Reformer, section 3) as one layer: [b, nIn, n] to [b, 2 nIn, n], the two output
 * streams side by side behind one norm. Layer i is y1 = x1 + attention(x2), y2 = x2 + feedForward(y1), both streams start as
 * the input, and what training keeps does not grow with nLayers: the backward pass rebuilds the input of every layer from
 * its output.
 *
 * <p>Parameters have the names of those of the models of this library, in camel case: {@code layers.0.attention.layerNorm.weight},
 * {@code layers.0.attention.selfAttention.queryKey.weight}, {@code layers.0.feedForward.dense.weight}, and at the end
 * {@code layerNorm.weight}.
 */
public final class ReformerEncoderLayer extends BlockLayer {

    @JsonProperty
    private EncoderSettings encoder = new EncoderSettings();

    /** For JSON. */
    ReformerEncoderLayer() {}

    private ReformerEncoderLayer(Builder builder) {
        super(builder);
        encoder = builder.encoder.copy();
        encoder.requireSense(describe());
        if (nIn > 0) {
            requireFit(nIn);
        }
        block(inputSize()).toBlock();
        initializeConstraints(builder);
    }

    @Override
    protected boolean outputFollowsInput() {
        return true;
    }

    @Override
    protected void requireFit(long inputSize) {
        require(
                nOut == 0 || nOut == 2 * inputSize,
                "%s gives two streams side by side: nOut must be twice the depth of the input, %d, got %d; leave nOut out",
                describe(),
                2 * inputSize,
                nOut);
        require(
                encoder.headSize > 0 || inputSize % encoder.nHeads == 0,
                "%s cannot divide the depth of its input, %d, among %d heads; give headSize, or make the depth a multiple "
                        + "of nHeads",
                describe(),
                inputSize,
                encoder.nHeads);
    }

    @Override
    long outputSize() {
        return nOut > 0 ? nOut : 2 * nIn;
    }

    @Override
    protected EncoderBlock block(int inputSize) {
        return new EncoderBlock(encoder.model(inputSize));
    }

    @Override
    protected long keptPerPosition() {
        return block(inputSize()).keptPerPosition();
    }

    /** Builds the layer; nIn follows from the input type, nOut is 2 nIn. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private final EncoderSettings encoder = new EncoderSettings();

        /** Reversible layers, each of attention and a feed-forward layer; 2 if nothing is said. */
        public Builder nLayers(int number) {
            encoder.nLayers = number;
            return this;
        }

        /** The attention of the layers, in turn where there are more layers than kinds; LSH if nothing is said. */
        public Builder attention(AttentionKind... kinds) {
            encoder.attention = List.of(kinds);
            return this;
        }

        /** Attention heads of a layer; 1 if nothing is said. */
        public Builder nHeads(int heads) {
            encoder.nHeads = heads;
            return this;
        }

        /** Depth of a head; nIn / nHeads if nothing is said. */
        public Builder headSize(int size) {
            encoder.headSize = size;
            return this;
        }

        /** Depth inside the feed-forward layers; 4 nIn if nothing is said. */
        public Builder dFeedForward(int size) {
            encoder.dFeedForward = size;
            return this;
        }

        /** The activation inside the feed-forward layers; GELU if nothing is said. */
        public Builder innerActivation(Activation activation) {
            encoder.innerActivation = activation;
            return this;
        }

        /** Positions that a feed-forward layer computes at once; 1,024 if nothing is said, 0 is all. */
        public Builder feedForwardChunk(int length) {
            encoder.feedForwardChunk = length;
            return this;
        }

        /** Hashing rounds of LSH layers; 1 if nothing is said. */
        public Builder rounds(int number) {
            encoder.rounds = number;
            return this;
        }

        /** Buckets of LSH layers, an even number or even factors of it; about two a chunk if nothing is said. */
        public Builder buckets(int... factors) {
            encoder.buckets = Arrays.stream(factors).boxed().toList();
            return this;
        }

        /** Positions of a chunk of LSH layers; 64 if nothing is said. Shorter sequences are attended to exactly. */
        public Builder chunkLength(int length) {
            encoder.lshChunks = encoder.lshChunks.ofLength(length);
            return this;
        }

        /** Chunks before and after its own that a chunk of an LSH layer attends to; 1 and 0 if nothing is said. */
        public Builder chunks(int before, int after) {
            encoder.lshChunks = encoder.lshChunks.seeing(before, after);
            return this;
        }

        /** Positions of a chunk of local layers; 64 if nothing is said. */
        public Builder localChunkLength(int length) {
            encoder.localChunks = encoder.localChunks.ofLength(length);
            return this;
        }

        /** The same as {@link #chunks} for local layers; 1 and 1 if nothing is said, 1 and 0 if causal. */
        public Builder localChunks(int before, int after) {
            encoder.localChunks = encoder.localChunks.seeing(before, after);
            return this;
        }

        /** Whether a step sees only itself and what stands before it; it sees everything if nothing is said. */
        public Builder causal(boolean only) {
            encoder.causal = only;
            return this;
        }

        /** Probability that an attention weight is dropped in training; 0 if nothing is said. */
        public Builder attentionDropout(double probability) {
            encoder.attentionDropout = probability;
            return this;
        }

        /** Probability that an element behind attention, feed-forward and the last norm is dropped; 0 if nothing is said. */
        public Builder hiddenDropout(double probability) {
            encoder.hiddenDropout = probability;
            return this;
        }

        /** What the norms add to the variance; 1e-6 if nothing is said. */
        public Builder normEpsilon(double epsilon) {
            encoder.normEpsilon = epsilon;
            return this;
        }

        /** What training keeps of the layers; REVERSIBLE if nothing is said, which is flat in nLayers. */
        public Builder memory(MemoryMode mode) {
            encoder.memory = mode;
            return this;
        }

        @Override
        public ReformerEncoderLayer build() {
            return new ReformerEncoderLayer(this);
        }
    }
}
