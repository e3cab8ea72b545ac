package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.BlockConfig;

/**
 * The host's {@code org.deeplearning4j.nn.conf.layers.SelfAttentionLayer} with another import: the same builder, inputs,
 * outputs, parameters and fresh weights, but in tiles, so that memory grows with the length and not with its square, with
 * gradients that are not doubled, NWC, weight noise and dropout.
 *
 * <p>[b, nIn, n] to [b, nOut, n]. Parameters, where the input is projected: {@code Wq}, {@code Wk}, {@code Wv}
 * [nHeads, headSize, nIn], {@code Wo} [nHeads · headSize, nOut].
 */
public final class SelfAttentionLayer extends HostAttentionLayer {

    /** For JSON. */
    SelfAttentionLayer() {}

    private SelfAttentionLayer(Builder builder) {
        super(builder);
        if (nIn > 0) {
            requireFit(nIn);
        }
        initializeConstraints(builder);
    }

    @Override
    protected BlockConfig block(int inputSize) {
        HostProjections projections = projections(inputSize);
        return projections == null ? new UnprojectedAttention.Config(inputSize) : new HostAttention.Config(projections);
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends HostAttentionLayer.Builder<Builder> {

        @Override
        public SelfAttentionLayer build() {
            return new SelfAttentionLayer(this);
        }
    }
}
