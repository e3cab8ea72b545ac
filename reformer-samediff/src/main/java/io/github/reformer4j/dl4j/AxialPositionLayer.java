package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adds axial position embeddings (Reformer, section 4): a step has coordinates in a box, the last varying fastest, and its
 * vector is the vectors of its coordinates side by side. [b, nIn, n] to [b, nIn, n], with n at most the product of the axes.
 * Parameters {@code 0.weight}, {@code 1.weight} and so on, [size of the axis, depth of the axis].
 */
public final class AxialPositionLayer extends BlockLayer {

    @JsonProperty
    private List<Integer> axes = List.of();

    @JsonProperty
    private List<Integer> depths = List.of();

    /** For JSON. */
    AxialPositionLayer() {}

    private AxialPositionLayer(Builder builder) {
        super(builder);
        axes = builder.axes;
        depths = builder.depths;
        require(
                !axes.isEmpty() && axes.stream().allMatch(size -> size > 0),
                "%s needs the sizes of its axes, one or more, all positive, got %s; call axes(64, 64)",
                describe(),
                axes);
        require(
                depths.isEmpty()
                        || (depths.size() == axes.size() && depths.stream().allMatch(depth -> depth > 0)),
                "%s needs a positive depth for each of the axes %s, got %s; or leave depths out",
                describe(),
                axes,
                depths);
        if (nIn > 0) {
            requireFit(nIn);
        }
        block(inputSize());
        initializeConstraints(builder);
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
        require(
                depths.isEmpty()
                        ? inputSize >= axes.size()
                        : inputSize
                                == depths.stream().mapToInt(Integer::intValue).sum(),
                "the depths %s of %s must add up to the depth of the input, got %d; make them agree, or leave depths out",
                depths.isEmpty() ? "of " + axes.size() + " axes" : depths,
                describe(),
                inputSize);
    }

    @Override
    protected BlockConfig block(int inputSize) {
        return new AddedPositions.Config(axes, depths.isEmpty() ? evenly(inputSize) : depths);
    }

    /** The depth of the input divided among the axes, what is left over to the first. */
    private List<Integer> evenly(int inputSize) {
        Integer[] shares = new Integer[axes.size()];
        Arrays.fill(shares, Math.max(1, inputSize / shares.length));
        shares[0] += Math.max(0, inputSize % shares.length);
        return List.of(shares);
    }

    /** Builds the layer; nIn follows from the input type, and is nOut too. */
    @SuppressWarnings("unchecked") // the host's build() lets the caller choose the type of the result
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private List<Integer> axes = List.of();
        private List<Integer> depths = List.of();

        /** Nothing said yet; fresh vectors are small and normal, whatever the network says of other weights. */
        public Builder() {
            weightInitFn = new WeightInitDistribution(new NormalDistribution(0.0, FeedForwardConfig.DEVIATION));
        }

        /** Sizes of the axes; their product is the longest sequence. */
        public Builder axes(int... sizes) {
            axes = Arrays.stream(sizes).boxed().toList();
            return this;
        }

        /** Depths of the axes, whose sum is nIn; equal shares if nothing is said. */
        public Builder depths(int... sizes) {
            depths = Arrays.stream(sizes).boxed().toList();
            return this;
        }

        @Override
        public AxialPositionLayer build() {
            return new AxialPositionLayer(this);
        }
    }
}
