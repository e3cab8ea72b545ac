package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.SequentialConfig;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of self-attention with h heads of depth d: projections of the input, attention, and a projection
 * {@code output.weight} [h · d, nOut] of the heads side by side.
 */
public abstract class AttentionLayer extends BlockLayer {

    @JsonProperty
    private int nHeads = 1;

    @JsonProperty
    private int headSize;

    @JsonProperty
    private boolean causal;

    @JsonProperty
    private double attentionDropout;

    /** For JSON. */
    protected AttentionLayer() {}

    /** What all self-attention is told; the constructor of the layer calls {@link #check} when it has read its own. */
    protected AttentionLayer(Builder<?> builder) {
        super(builder);
        nHeads = builder.nHeads;
        headSize = builder.headSize;
        causal = builder.causal;
        attentionDropout = builder.attentionDropout;
    }

    /** The attention without its output projection, of {@link #heads}, {@link #headSize} and so on. */
    protected abstract BlockConfig attention(int inputSize);

    /** The last that a constructor calls: throws, in a sentence, where something does not fit; then the constraints. */
    protected final void check(Builder<?> builder) {
        require(nHeads > 0, "nHeads of %s must be positive, got %d", describe(), nHeads);
        require(headSize >= 0, "headSize of %s must be positive, got %d", describe(), headSize);
        if (outputSize() > 0) {
            requireFit(outputSize());
        }
        attention(inputSize());
        initializeConstraints(builder);
    }

    @Override
    protected void requireFit(long inputSize) {
        require(
                headSize > 0 || outputSize() % nHeads == 0,
                "%s cannot divide nOut %d among %d heads; give headSize, or make nOut a multiple of nHeads",
                describe(),
                outputSize(),
                nHeads);
    }

    @Override
    protected BlockConfig block(int inputSize) {
        int width = Math.toIntExact(Math.max(1, outputSize()));
        return new SequentialConfig(List.of(
                new SequentialConfig.Part("", attention(inputSize)),
                new SequentialConfig.Part(
                        "output", new LinearConfig(heads() * headSize(), width, false, FeedForwardConfig.DEVIATION))));
    }

    @Override
    protected long keptPerPosition() {
        return 3L * heads() * headSize() + 2L * heads(); // q, v and the output, and the state of the softmax
    }

    /** Attention heads, h. */
    protected final int heads() {
        return nHeads;
    }

    /** Depth of a head, d. */
    protected final int headSize() {
        return headSize > 0 ? headSize : Math.toIntExact(Math.max(1, outputSize() / nHeads));
    }

    /** Whether a step sees only itself and what stands before it. */
    protected final boolean causal() {
        return causal;
    }

    /** Probability that an attention weight is dropped in training. */
    protected final double attentionDropout() {
        return attentionDropout;
    }

    /** What all self-attention is told. */
    public abstract static class Builder<T extends Builder<T>> extends SequenceLayer.Builder<T> {

        private int nHeads = 1;
        private int headSize;
        private boolean causal;
        private double attentionDropout;

        /** Attention heads; 1 if nothing is said. */
        public T nHeads(int heads) {
            nHeads = heads;
            return self();
        }

        /** Depth of a head; nOut / nHeads if nothing is said. */
        public T headSize(int size) {
            headSize = size;
            return self();
        }

        /** Whether a step sees only itself and what stands before it; it sees everything if nothing is said. */
        public T causal(boolean only) {
            causal = only;
            return self();
        }

        /**
         * Probability that an attention weight is dropped in training; 0 if nothing is said. {@code dropOut} is another thing:
         * the host's, of the input, and by the probability that an element stays.
         */
        public T attentionDropout(double probability) {
            attentionDropout = probability;
            return self();
        }
    }
}
