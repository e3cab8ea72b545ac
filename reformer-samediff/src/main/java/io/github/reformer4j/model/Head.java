package io.github.reformer4j.model;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What turns the vectors of an encoder, [b, n, 2d], into logits and a loss. */
interface Head {

    /** The trainable arrays. */
    List<ParameterSpec> parameters();

    /** The logits of all positions or examples; new. */
    INDArray logits(INDArray hidden, Weights weights, Step step);

    /** The labels of a batch as the loss counts them, for {@code length} positions, filled ones among them. */
    int[] labels(Batch batch, int length);

    /** The summed loss. */
    Loss loss(INDArray hidden, int[] labels, Weights weights, Step step);

    /**
     * The summed loss; adds the gradients of its mean, times {@code scale}.
     *
     * @param dHidden gets the gradient of {@code hidden}; of its shape, zero before
     */
    Loss lossAndGradients(
            INDArray hidden, int[] labels, double scale, Weights weights, Step step, Gradients into, INDArray dHidden);
}
