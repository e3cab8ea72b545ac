package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer norm over the last axis, any leading axes. Parameters {@code weight} [d], {@code bias} [d]. */
public final class LayerNorm implements Block {

    private final LayerNormConfig config;

    LayerNorm(LayerNormConfig config) {
        this.config = config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.of("weight", Initializer.ONES, config.size()),
                ParameterSpec.of("bias", Initializer.ZEROS, config.size()));
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        require(
                x.size(-1) == config.size(),
                "a layer norm of depth %d got an input of shape %s",
                config.size(),
                Check.shapeOf(x));
        RowKernels kernels = Kernels.current().rows(x.dataType());
        RowKernels.Norm norm = new RowKernels.Norm(weights.get("weight"), weights.get("bias"), config.epsilon());
        INDArray y = Rows.createLike(x, config.size());
        kernels.norm(Rows.of(x), norm, Rows.of(y));
        return new RecordedPass(y, new Temporaries(), (dy, into) -> {
            INDArray dx = Rows.createLike(dy, config.size());
            kernels.normBackward(Rows.of(x), Rows.of(dy), norm, into.sum("weight"), into.sum("bias"), Rows.of(dx));
            return dx;
        });
    }
}
