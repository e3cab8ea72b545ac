package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** y = x W + b over the last axis: [..., in] to [..., out]. Parameters {@code weight} [in, out], {@code bias} [out]. */
public final class Linear implements Block {

    private final LinearConfig config;

    Linear(LinearConfig config) {
        this.config = config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        ParameterSpec weight = ParameterSpec.of(
                "weight", Initializer.normal(config.deviation()), config.inputSize(), config.outputSize());
        return config.bias()
                ? List.of(weight, ParameterSpec.of("bias", Initializer.ZEROS, config.outputSize()))
                : List.of(weight);
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        require(
                x.size(-1) == config.inputSize(),
                "a linear map of depth %d got an input of shape %s",
                config.inputSize(),
                Check.shapeOf(x));
        INDArray y = Rows.createLike(x, config.outputSize());
        Kernels.current()
                .rows(x.dataType())
                .linear(Rows.of(x), weights.get("weight"), config.bias() ? weights.get("bias") : null, Rows.of(y));
        return new RecordedPass(y, new Temporaries(), (dy, into) -> backward(x, weights, dy, into));
    }

    private INDArray backward(INDArray x, Weights weights, INDArray dy, Gradients into) {
        RowKernels kernels = Kernels.current().rows(x.dataType());
        kernels.linearParameterGradients(
                Rows.of(x), Rows.of(dy), into.sum("weight"), config.bias() ? into.sum("bias") : null);
        INDArray dx = Rows.createLike(dy, config.inputSize());
        kernels.linearInputGradient(Rows.of(dy), weights.get("weight"), Rows.of(dx), false);
        return dx;
    }
}
