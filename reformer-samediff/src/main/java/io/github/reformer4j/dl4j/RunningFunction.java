package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** f or g of a {@link RunningReversible}: a block, and where its parameters and gradients stand in the host's arrays. */
interface RunningFunction {

    /** What is computed. */
    Block block();

    /** Views of the parameters by their keys, in the order in which they stand in the host's array. */
    Map<String, INDArray> parameters();

    /** Of the parameters, those that the block is given, by the names that it asks for. */
    Map<String, INDArray> weights();

    /** Gradients are to be written to this array from now on; it is null where there are no parameters. */
    void placeGradients(@Nullable INDArray flat);

    /** Views of the gradients by the keys of their parameters. */
    Map<String, INDArray> gradients();

    /** Of the gradients, those that the block adds to, by the names that it asks for. */
    Map<String, INDArray> sums();

    /** Whether the gradient of this parameter is a sum over examples, and is divided by their number. */
    default boolean dividesByExamples(String key) {
        return true;
    }

    /** The mask of the next evaluations, as the host gives it. */
    void setMask(@Nullable INDArray mask);
}
