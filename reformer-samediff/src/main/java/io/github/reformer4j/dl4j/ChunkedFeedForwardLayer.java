package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Two dense layers with an activation between, over every step by itself, a chunk of positions at a time, so that
 * [n, innerSize] never exists whole: [b, nIn, n] to [b, nIn, n]. Parameters {@code dense.weight} [nIn, innerSize],
 * {@code dense.bias}, {@code output.weight} [innerSize, nIn], {@code output.bias}.
 */
public final class ChunkedFeedForwardLayer extends BlockLayer {

    @JsonProperty
    private int innerSize;

    @JsonProperty
    private Activation innerActivation = Activation.GELU;

    @JsonProperty
    private int chunkLength;

    @JsonProperty
    private double innerDropout;

    /** For JSON. */
    ChunkedFeedForwardLayer() {}

    private ChunkedFeedForwardLayer(Builder builder) {
        super(builder);
        innerSize = builder.innerSize;
        innerActivation = builder.innerActivation;
        chunkLength = builder.chunkLength;
        innerDropout = builder.innerDropout;
        require(innerSize >= 0, "innerSize of %s must be positive, got %d", describe(), innerSize);
        if (nIn > 0) {
            requireFit(nIn);
        }
        block(inputSize());
        initializeConstraints(builder);
    }

    @Override
    protected boolean seesOtherSteps() {
        return false;
    }

    @Override
    protected boolean outputFollowsInput() {
        return true;
    }

    @Override
    protected void requireFit(long inputSize) {
        require(
                nOut == 0 || nOut == inputSize,
                "%s gives what it takes: nOut must be the depth of the input, %d, got %d; leave nOut out",
                describe(),
                inputSize,
                nOut);
    }

    @Override
    protected BlockConfig block(int inputSize) {
        int inner = innerSize > 0 ? innerSize : 4 * inputSize;
        return new FeedForwardConfig(inputSize, inner, innerActivation, chunkLength, innerDropout);
    }

    /** Builds the layer; nIn follows from the input type, and is nOut too. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private int innerSize;
        private Activation innerActivation = Activation.GELU;
        private int chunkLength = 1024;
        private double innerDropout;

        /** Depth between the dense layers; 4 nIn if nothing is said. */
        public Builder innerSize(int size) {
            innerSize = size;
            return this;
        }

        /** The activation between them; GELU if nothing is said. */
        public Builder innerActivation(Activation activation) {
            innerActivation = activation;
            return this;
        }

        /** Positions of all examples that are computed at once; 1,024 if nothing is said, 0 is all. */
        public Builder chunkLength(int length) {
            chunkLength = length;
            return this;
        }

        /** Probability that an element is dropped in training behind each dense layer; 0 if nothing is said. */
        public Builder innerDropout(double probability) {
            innerDropout = probability;
            return this;
        }

        @Override
        public ChunkedFeedForwardLayer build() {
            return new ChunkedFeedForwardLayer(this);
        }
    }
}
