package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of parameters in the host's flattened array. */
final class HostGradients {

    private HostGradients() {}

    /**
     * Runs a backward pass and leaves its parameter gradients in the host's arrays, whatever stood there.
     *
     * @param views of the host's array, by the names that the pass uses, dense and in c order
     * @param weights that the pass was recorded with
     * @param type precision of the pass; where the host's is another, gradients are converted
     */
    static <R> R into(Map<String, INDArray> views, Weights weights, DataType type, Function<Gradients, R> backward) {
        views.values().forEach(view -> view.assign(0));
        if (views.values().stream().allMatch(view -> view.dataType() == type)) {
            return backward.apply(Gradients.into(views, weights)); // not to be closed: the arrays are the host's
        }
        try (Gradients sums = Gradients.of(weights)) {
            R result = backward.apply(sums);
            views.forEach((name, view) -> view.assign(sums.sum(name)));
            return result;
        }
    }
}
