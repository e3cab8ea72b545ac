package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.Dense;
import io.github.reformer4j.kernel.DropoutMask;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
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
        INDArray rows = Rows.of(x); // [rows, d]
        INDArray y = Rows.createLike(x, config.inputSize());
        INDArray yRows = Rows.of(y);
        for (long from = 0; from < rows.size(0); from += chunk(rows)) {
            long to = Math.min(rows.size(0), from + chunk(rows));
            forwardChunk(Rows.range(rows, from, to), Rows.range(yRows, from, to), from, weights, step);
        }
        return new RecordedPass(y, new Temporaries(), (dy, into) -> backward(x, weights, step, dy, into));
    }

    private long chunk(INDArray rows) {
        return config.chunkLength() == 0 ? rows.size(0) : config.chunkLength();
    }

    private void forwardChunk(INDArray x, INDArray y, long from, Weights weights, Step step) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray inner = temporaries.add(inner(x, from, weights, step)); // [chunk, d_ff]
            INDArray active = temporaries.add(config.activation().of(inner));
            Dense.forward(active, weights.get("output.weight"), weights.get("output.bias"), y);
            drop(y, "output", from, step);
        }
    }

    /** x W₁ + b₁ with dropout: [chunk, d_ff]. */
    private INDArray inner(INDArray x, long from, Weights weights, Step step) {
        INDArray inner = Rows.createLike(x, config.innerSize());
        Dense.forward(x, weights.get("dense.weight"), weights.get("dense.bias"), inner);
        drop(inner, "inner", from, step);
        return inner;
    }

    private void drop(INDArray rows, String purpose, long from, Step step) {
        if (step.training() && config.dropout() > 0.0) {
            DropoutMask.apply(rows, step.key(purpose), from * rows.size(1), config.dropout());
        }
    }

    private INDArray backward(INDArray x, Weights weights, Step step, INDArray dy, Gradients into) {
        INDArray rows = Rows.of(x);
        INDArray dyRows = Rows.of(dy);
        INDArray dx = Rows.createLike(x, config.inputSize());
        INDArray dxRows = Rows.of(dx);
        for (long from = 0; from < rows.size(0); from += chunk(rows)) {
            long to = Math.min(rows.size(0), from + chunk(rows));
            backwardChunk(
                    Rows.range(rows, from, to),
                    Rows.range(dyRows, from, to),
                    Rows.range(dxRows, from, to),
                    from,
                    weights,
                    step,
                    into);
        }
        return dx;
    }

    private void backwardChunk(
            INDArray x, INDArray dy, INDArray dx, long from, Weights weights, Step step, Gradients into) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray inner = temporaries.add(inner(x, from, weights, step)); // [chunk, d_ff]
            INDArray active = temporaries.add(config.activation().of(inner)); // [chunk, d_ff]
            INDArray dOutput = temporaries.add(dy.dup('c')); // [chunk, d]
            drop(dOutput, "output", from, step);
            Dense.backwardParameters(active, dOutput, into.sum("output.weight"), into.sum("output.bias"));
            INDArray dInner = active; // its memory serves again: [chunk, d_ff]
            Dense.backwardInput(dOutput, weights.get("output.weight"), dInner);
            dInner.muli(temporaries.add(config.activation().slopeAt(inner)));
            drop(dInner, "inner", from, step);
            Dense.backwardParameters(x, dInner, into.sum("dense.weight"), into.sum("dense.bias"));
            Dense.backwardInput(dInner, weights.get("dense.weight"), dx); // [chunk, d]
        }
    }
}
