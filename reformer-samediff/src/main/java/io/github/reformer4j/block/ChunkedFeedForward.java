package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = act(x W₁ + b₁) W₂ + b₂ over [..., d], a chunk of positions at a time, so that the intermediate [n, d_ff] never exists
 * whole (Reformer, section 3, equation 11). Dropout after each dense layer, before the activation, as published. The
 * result does not depend on the chunk length: positions are independent, and masks go by position.
 *
 * <p>Parameters {@code dense.weight} [d, d_ff], {@code dense.bias}, {@code output.weight} [d_ff, d], {@code output.bias}.
 * A pass keeps nothing but its output: backward computes the intermediate again.
 */
public final class ChunkedFeedForward implements Block {

    private final FeedForwardConfig config;

    ChunkedFeedForward(FeedForwardConfig config) {
        this.config = config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        Initializer normal = Initializer.normal(config.deviation());
        return List.of(
                ParameterSpec.of("dense.weight", normal, config.inputSize(), config.innerSize()),
                ParameterSpec.of("dense.bias", Initializer.ZEROS, config.innerSize()),
                ParameterSpec.of("output.weight", normal, config.innerSize(), config.inputSize()),
                ParameterSpec.of("output.bias", Initializer.ZEROS, config.inputSize()));
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        require(
                x.size(-1) == config.inputSize(),
                "a feed-forward layer of depth %d got an input of shape %s",
                config.inputSize(),
                Check.shapeOf(x));
        RowKernels kernels = Kernels.current().rows(x.dataType());
        RowKernels.FeedForward layer = layer(x, weights, step);
        INDArray y = Rows.createLike(x, config.inputSize());
        kernels.feedForward(Rows.of(x), layer, Rows.of(y));
        return new RecordedPass(y, new Temporaries(), (dy, into) -> {
            INDArray dx = Rows.createLike(x, config.inputSize());
            RowKernels.FeedForwardSums sums = new RowKernels.FeedForwardSums(
                    into.sum("dense.weight"),
                    into.sum("dense.bias"),
                    into.sum("output.weight"),
                    into.sum("output.bias"));
            kernels.feedForwardBackward(Rows.of(x), Rows.of(dy), layer, sums, Rows.of(dx));
            return dx;
        });
    }

    private RowKernels.FeedForward layer(INDArray x, Weights weights, Step step) {
        return new RowKernels.FeedForward(
                weights.get("dense.weight"),
                weights.get("dense.bias"),
                weights.get("output.weight"),
                weights.get("output.bias"),
                config.activation().function(),
                config.chunkLength() == 0 ? Rows.count(x) : config.chunkLength(),
                step.training() ? config.dropout() : 0.0,
                step.key("inner"),
                step.key("output"));
    }
}
