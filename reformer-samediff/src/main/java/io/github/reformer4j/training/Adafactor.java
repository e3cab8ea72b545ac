package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Weights;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adafactor (Shazeer and Stern: "Adafactor: adaptive learning rates with sublinear memory cost", 2018, algorithms 4 and
 * 5): the second moment of a matrix [n, m] is kept as the means of its rows [n] and of its columns [m], whose outer
 * product over their mean stands for it. Vectors keep a second moment each element. With
 * {@code U = G / √V̂} and {@code Û = U / max(1, RMS(U) / d)}: {@code X ← X − max(ε₂, RMS(X)) ρₜ Û}.
 *
 * <p>An array of more than two axes counts as the matrix [product of the others, last axis]. Sums are sequential and in
 * double, so that they depend on no number of threads; the state is in the type of the weights.
 */
final class Adafactor implements Optimizer {

    private static final String MOMENTUM = ".m";

    private final OptimizerConfig.Factored config;
    private final OptimizerState state;

    Adafactor(OptimizerConfig.Factored config, Weights weights) {
        this.config = config;
        state = new OptimizerState(weights);
        weights.all().forEach((name, weight) -> {
            require(
                    weight.ordering() == 'c' && !weight.isView(),
                    "parameter %s must be a c-order array of its own",
                    name);
            SecondMoment.prepare(state, name, weight);
            if (config.momentum() > 0.0) {
                state.zeros(weight, name + MOMENTUM, weight.shape());
            }
        });
    }

    @Override
    public void step(Weights weights, Gradients gradients, double learningRate, long iteration) {
        double t = iteration + 1.0;
        double decay = 1.0 - Math.pow(t, -config.decayExponent());
        double rate = config.relativeStep() ? Math.min(1e-2, 1.0 / Math.sqrt(t)) : learningRate;
        gradients.all().forEach((name, gradient) -> {
            double[] update = gradient.data().asDouble();
            SecondMoment.of(state, name, gradient).normalise(update, decay, config.epsilonGradient());
            INDArray weight = weights.toChange(name);
            double[] values = weight.data().asDouble();
            double size = rate * scale(values) / Math.max(1.0, rootMeanSquare(update) / config.clip());
            subtract(values, momentum(name, update, size));
            weight.data().setData(values);
        });
    }

    private double scale(double[] values) {
        return config.scaleByParameter() ? Math.max(config.epsilonParameter(), rootMeanSquare(values)) : 1.0;
    }

    /** {@code size · update}, smoothed over the steps where there is momentum. */
    private double[] momentum(String name, double[] update, double size) {
        for (int i = 0; i < update.length; i++) {
            update[i] *= size;
        }
        double beta = config.momentum();
        if (beta > 0.0) {
            INDArray saved = state.get(name + MOMENTUM);
            double[] smooth = saved.data().asDouble();
            for (int i = 0; i < update.length; i++) {
                update[i] = beta * smooth[i] + (1.0 - beta) * update[i];
            }
            saved.data().setData(update);
        }
        return update;
    }

    private static void subtract(double[] values, double[] update) {
        for (int i = 0; i < values.length; i++) {
            values[i] -= update[i];
        }
    }

    private static double rootMeanSquare(double[] values) {
        double sum = 0.0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum / values.length);
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
