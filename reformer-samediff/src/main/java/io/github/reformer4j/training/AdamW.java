package io.github.reformer4j.training;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * AdamW (Loshchilov and Hutter: "Decoupled weight decay regularization", 2019):
 * {@code w ← w − ηλw − η m̂ / (√v̂ + ε)}. Biases, layer norms and embeddings do not decay: they are few or are looked up
 * rarely, and a row that no token uses would fade to nothing.
 *
 * <p>The operation of ND4J adds its ε to √v, not to √v̂ = √(v / (1 − β₂ᵗ)); it is given ε √(1 − β₂ᵗ), which is the same.
 */
final class AdamW implements Optimizer {

    private static final String FIRST_MOMENT = ".m";
    private static final String SECOND_MOMENT = ".v";

    private final OptimizerConfig.DecoupledAdam config;
    private final OptimizerState state;

    AdamW(OptimizerConfig.DecoupledAdam config, Weights weights) {
        this.config = config;
        state = new OptimizerState(weights);
        weights.all().forEach((name, weight) -> {
            state.zeros(weight, name + FIRST_MOMENT, weight.shape());
            state.zeros(weight, name + SECOND_MOMENT, weight.shape());
        });
    }

    /** Matrices decay, except embeddings. */
    static boolean decays(String name, INDArray weight) {
        return weight.rank() > 1 && !name.startsWith("embeddings.") && !name.contains(".embeddings.");
    }

    @Override
    public void step(Weights weights, Gradients gradients, double learningRate, long iteration) {
        double epsilon = config.epsilon() * Math.sqrt(1.0 - Math.pow(config.beta2(), iteration + 1.0));
        gradients.all().forEach((name, gradient) -> {
            INDArray weight = weights.toChange(name);
            if (config.decay() > 0.0 && decays(name, weight)) {
                weight.muli(1.0 - learningRate * config.decay());
            }
            Nd4j.exec(new AdamUpdater(
                    gradient,
                    state.get(name + SECOND_MOMENT),
                    state.get(name + FIRST_MOMENT),
                    learningRate,
                    config.beta1(),
                    config.beta2(),
                    epsilon,
                    Math.toIntExact(iteration)));
            weight.subi(gradient);
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
