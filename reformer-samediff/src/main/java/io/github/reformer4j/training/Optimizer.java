package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Changes weights in place by their gradients. Everything that it remembers between steps is in {@link #state}, in the
 * type of the weights, so that a restored optimiser goes on bit for bit as the saved one would have.
 */
public interface Optimizer extends AutoCloseable {

    /**
     * One step; the gradients may be overwritten. A parameter without a gradient stays as it is.
     *
     * @param learningRate of this step
     * @param iteration steps made before this one, from 0
     */
    void step(Weights weights, Gradients gradients, double learningRate, long iteration);

    /** What is remembered, by name; the arrays are live and belong to the optimiser. */
    Map<String, INDArray> state();

    /** Takes over a saved state; throws unless its names and shapes are those of {@link #state}. */
    default void restore(Map<String, INDArray> saved) {
        OptimizerState.copy(saved, state());
    }

    /** Frees the state. */
    @Override
    void close();
}
