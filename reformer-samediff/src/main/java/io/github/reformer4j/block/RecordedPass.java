package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A pass that is an output, the arrays kept for backward, and a backward function. */
public final class RecordedPass implements Pass {

    /** The backward of a block: the gradient of its input. */
    @FunctionalInterface
    public interface Backward {
        INDArray apply(INDArray dy, Gradients into);
    }

    private final INDArray output;
    private final Temporaries kept;
    private final Backward backward;
    private boolean taken;

    /**
     * A pass.
     *
     * @param output belongs to the pass until taken
     * @param kept freed when the pass is closed; may be empty; does not hold the output
     */
    public RecordedPass(INDArray output, Temporaries kept, Backward backward) {
        this.output = output;
        this.kept = kept;
        this.backward = backward;
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray takeOutput() {
        taken = true;
        return output;
    }

    @Override
    public INDArray backward(INDArray dy, Gradients into) {
        return backward.apply(dy, into);
    }

    @Override
    public void close() {
        kept.close();
        if (!taken) {
            Temporaries.free(output);
        }
    }
}
