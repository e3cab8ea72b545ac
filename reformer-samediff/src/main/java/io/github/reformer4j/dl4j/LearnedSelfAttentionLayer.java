package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The host's {@code org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer} with another import: the same builder,
 * inputs, outputs, parameters and fresh weights, in tiles of queries, with gradients that are not doubled, NWC, weight noise
 * and dropout.
 *
 * <p>[b, nIn, n] to [b, nOut, nQueries], however long the sequence is; no mask goes on from here. Parameters {@code Q}
 * [1, nIn, nQueries] and, where the input is projected, those of {@link SelfAttentionLayer}.
 */
public final class LearnedSelfAttentionLayer extends HostAttentionLayer {

    @JsonProperty
    private int nQueries = 1;

    /** For JSON. */
    LearnedSelfAttentionLayer() {}

    private LearnedSelfAttentionLayer(Builder builder) {
        super(builder);
        nQueries = builder.nQueries;
        require(nQueries > 0, "nQueries of %s must be positive, got %d", describe(), nQueries);
        if (nIn > 0) {
            requireFit(nIn);
        }
        initializeConstraints(builder);
    }

    @Override
    protected BlockConfig block(int inputSize) {
        return new LearnedQueries.Config(inputSize, nQueries, projections(inputSize));
    }

    @Override
    protected long steps(long inputSteps) {
        return nQueries;
    }

    @Override
    protected boolean keepsMask() {
        return false;
    }

    @Override
    long[] fan(String name, @Nullable HostProjections projections) {
        return name.equals("Q") ? new long[] {nIn, nQueries} : super.fan(name, projections);
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends HostAttentionLayer.Builder<Builder> {

        private int nQueries;

        /** Queries that are learned. */
        public Builder nQueries(int queries) {
            nQueries = queries;
            return this;
        }

        @Override
        public LearnedSelfAttentionLayer build() {
            return new LearnedSelfAttentionLayer(this);
        }
    }
}
