package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.HashMap;
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
    private final OptimizerState state = new OptimizerState();
    private final Map<String, GradientUpdater<?>> updaters = new HashMap<>();

    UpdaterOptimizer(IUpdater updater, Weights weights) {
        config = updater.clone();
        weights.all().forEach((name, weight) -> updaters.put(name, updater(weights, name, weight.length())));
    }

    @SuppressWarnings("NullAway") // an updater without state takes null for its view
    private GradientUpdater<?> updater(Weights weights, String name, long length) {
        long size = config.stateSize(length);
        return size == 0
                ? config.instantiate((INDArray) null, false)
                : config.instantiate(state.zeros(weights, name, 1, size), true);
    }

    @Override
    @SuppressWarnings("NullAway") // no schedule
    public void step(Weights weights, Gradients gradients, double learningRate, long iteration) {
        if (config.hasLearningRate()) {
            config.setLrAndSchedule(learningRate, null);
        }
        gradients.all().forEach((name, gradient) -> {
            GradientUpdater<?> updater = java.util.Objects.requireNonNull(updaters.get(name), name);
            updater.applyUpdater(gradient.reshape('c', 1, gradient.length()), Math.toIntExact(iteration), 0);
            weights.get(name).subi(gradient);
        });
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
