package io.github.reformer4j.block;

import io.github.reformer4j.kernel.DropoutMask;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Drops elements in training and scales what stays by 1 / (1 − rate). The mask is drawn again in backward, not kept. */
public final class Dropout implements Block {

    private final DropoutConfig config;

    Dropout(DropoutConfig config) {
        this.config = config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        return new RecordedPass(masked(x, step), new Temporaries(), (dy, into) -> masked(dy, step));
    }

    private INDArray masked(INDArray x, Step step) {
        INDArray y = x.dup('c');
        if (step.training() && config.rate() > 0.0) {
            DropoutMask.apply(y, step.key("dropout"), 0, config.rate());
        }
        return y;
    }
}
