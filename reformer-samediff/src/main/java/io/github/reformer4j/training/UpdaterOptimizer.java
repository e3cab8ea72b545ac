package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An updater of ND4J: one per parameter, each on a flat state of its own, named as the parameter. An updater turns a
 * gradient into what is to be subtracted, in place.
 */
final class UpdaterOptimizer implements Optimizer {

    private final IUpdater config;
    private final OptimizerState state;

    UpdaterOptimizer(IUpdater updater, Weights weights) {
        config = updater.clone();
        state = new OptimizerState(weights);
        weights.all().forEach((name, weight) -> {
            long size = config.stateSize(weight.length());
            if (size > 0) {
                config.instantiate(state.zeros(weight, name, 1, size), true);
            }
        });
    }

    @Override
    @SuppressWarnings("NullAway") // no schedule
    public void step(Weights weights, Gradients gradients, double learningRate, long iteration) {
        if (config.hasLearningRate()) {
            config.setLrAndSchedule(learningRate, null);
        }
        gradients.all().forEach((name, gradient) -> {
            updater(name, gradient.length())
                    .applyUpdater(gradient.reshape('c', 1, gradient.length()), Math.toIntExact(iteration), 0);
            weights.toChange(name).subi(gradient);
        });
    }

    /** Made anew in each step, because its views would not follow a state that leaves memory and comes back. */
    @SuppressWarnings("NullAway") // an updater without state takes null for its view
    private GradientUpdater<?> updater(String name, long length) {
        return config.stateSize(length) == 0
                ? config.instantiate((INDArray) null, false)
                : config.instantiate(state.get(name), false);
    }

    @Override
    public Map<String, INDArray> state() {
        return state.all();
    }

    @Override
    public void close() {
        state.close();
    }
}
