package io.github.reformer4j.block;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A differentiable function of one array whose backward is written by hand, beside its forward.
 *
 * <p>{@link #record} keeps what backward needs and nothing else; whether a pass is kept until the backward pass, or
 * recorded again from a rebuilt input, is the business of whoever composes blocks. A block has no state: weights, chance
 * and masks are arguments. Chance comes from the {@link Step} by name, so that recording twice gives the same pass.
 *
 * <p>The input belongs to the caller and is never changed; it must live until the pass is closed. Outputs and input
 * gradients are new arrays in c order that belong to the caller.
 */
public interface Block {

    /** Names, shapes and initialisers of the trainable arrays, relative to this block. */
    List<ParameterSpec> parameters();

    /** Forward, keeping what backward needs. */
    Pass record(INDArray x, Weights weights, Step step);

    /** Forward, keeping nothing. The result belongs to the caller. */
    default INDArray forward(INDArray x, Weights weights, Step step) {
        try (Pass pass = record(x, weights, step)) {
            return pass.takeOutput();
        }
    }
}
