package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Weights;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Which optimiser, with its constants; the learning rate of a step comes from the {@link Schedule}. */
public sealed interface OptimizerConfig {

    /** A fresh optimiser for these weights. */
    Optimizer create(Weights weights);

    /** Adam as ND4J has it, with ε added to √v before the correction of the biases. */
    static OptimizerConfig adam(double beta1, double beta2, double epsilon) {
        requireMoment("beta1", beta1);
        requireMoment("beta2", beta2);
        requirePositive("epsilon", epsilon);
        return new Updater(new Adam(1.0, beta1, beta2, epsilon));
    }

    /** Any updater of ND4J; where it has a learning rate or a schedule of its own, ours takes their place. */
    record Updater(IUpdater updater) implements OptimizerConfig {
        public Updater {
            updater = updater.clone();
        }

        @Override
        public Optimizer create(Weights weights) {
            return new UpdaterOptimizer(updater, weights);
        }
    }

    /**
     * AdamW: Adam with weight decay beside the gradient instead of in it.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to √v̂
     * @param decay share of a weight that goes in a step of learning rate 1
     */
    record DecoupledAdam(double beta1, double beta2, double epsilon, double decay) implements OptimizerConfig {

        /** β 0.9 and 0.98 as trax trains the Reformer, decay 0.01. */
        public static final DecoupledAdam DEFAULT = new DecoupledAdam(0.9, 0.98, 1e-9, 0.01);

        public DecoupledAdam {
            requireMoment("beta1", beta1);
            requireMoment("beta2", beta2);
            requirePositive("epsilon", epsilon);
            require(decay >= 0.0 && decay < 1.0, "decay must be in [0, 1), got %s", decay);
        }

        @Override
        public Optimizer create(Weights weights) {
            return new AdamW(this, weights);
        }
    }

    /**
     * Adafactor.
     *
     * @param relativeStep whether the step size is min(10⁻², 1/√t) instead of the schedule's
     * @param scaleByParameter whether the step size is in units of the parameter's root mean square
     * @param decayExponent β₂ at step t is 1 − t^−this
     * @param clip largest root mean square of an update before its step size
     * @param epsilonGradient added to the square of a gradient, ε₁
     * @param epsilonParameter least root mean square of a parameter, ε₂
     * @param momentum β₁; 0: none, and no memory for it
     */
    record Factored(
            boolean relativeStep,
            boolean scaleByParameter,
            double decayExponent,
            double clip,
            double epsilonGradient,
            double epsilonParameter,
            double momentum)
            implements OptimizerConfig {

        /** The constants of the paper, with its relative step. */
        public static final Factored DEFAULT = new Factored(true, true, 0.8, 1.0, 1e-30, 1e-3, 0.0);

        public Factored {
            require(
                    decayExponent > 0.0 && decayExponent <= 1.0,
                    "decayExponent must be in (0, 1], got %s",
                    decayExponent);
            requirePositive("clip", clip);
            requirePositive("epsilonGradient", epsilonGradient);
            requirePositive("epsilonParameter", epsilonParameter);
            requireMoment("momentum", momentum);
        }

        @Override
        public Optimizer create(Weights weights) {
            return new Adafactor(this, weights);
        }

        /** The same with step sizes from the schedule, or with relative ones. */
        public Factored withRelativeStep(boolean relative) {
            return new Factored(
                    relative, scaleByParameter, decayExponent, clip, epsilonGradient, epsilonParameter, momentum);
        }

        /** The same with momentum. */
        public Factored withMomentum(double beta1) {
            return new Factored(
                    relativeStep, scaleByParameter, decayExponent, clip, epsilonGradient, epsilonParameter, beta1);
        }

        /** The same with step sizes in units of the parameter, or plain. */
        public Factored withScaleByParameter(boolean scale) {
            return new Factored(relativeStep, scale, decayExponent, clip, epsilonGradient, epsilonParameter, momentum);
        }
    }

    private static void requireMoment(String name, double value) {
        require(value >= 0.0 && value < 1.0, "%s must be in [0, 1), got %s", name, value);
    }

    private static void requirePositive(String name, double value) {
        require(value > 0.0 && Double.isFinite(value), "%s must be positive, got %s", name, value);
    }
}
