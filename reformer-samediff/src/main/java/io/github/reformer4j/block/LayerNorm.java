package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.Normalization;
import io.github.reformer4j.kernel.Normalization.Normalized;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
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
        Normalized kept = Normalization.normalize(Rows.of(x), config.epsilon());
        INDArray y = Rows.createLike(x, config.size());
        Normalization.scale(kept.rows(), weights.get("weight"), weights.get("bias"), Rows.of(y));
        Temporaries owned = new Temporaries();
        owned.add(kept.rows());
        owned.add(kept.inverseDeviation());
        return new RecordedPass(y, owned, (dy, into) -> {
            INDArray dx = Rows.createLike(dy, config.size());
            Normalization.backward(
                    Rows.of(dy), kept, weights.get("weight"), into.sum("weight"), into.sum("bias"), Rows.of(dx));
            return dx;
        });
    }
}
