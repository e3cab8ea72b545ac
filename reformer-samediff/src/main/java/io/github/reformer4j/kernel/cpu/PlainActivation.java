package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ActivationFunction;

/** Activations of single numbers and their derivatives, in double. */
public final class PlainActivation {

    private static final double DENSITY_AT_0 = 1.0 / Math.sqrt(2.0 * Math.PI);
    private static final double TANH_SCALE = Math.sqrt(2.0 / Math.PI);
    private static final double TANH_CUBE = 0.044715;

    private PlainActivation() {}

    /** act(x). */
    public static double value(ActivationFunction function, double x) {
        return switch (function) {
            case RELU -> Math.max(0.0, x);
            case GELU -> x * distribution(x);
            case GELU_TANH -> 0.5 * x * (1.0 + Math.tanh(inner(x)));
        };
    }

    /** act'(x). */
    static double slope(ActivationFunction function, double x) {
        return switch (function) {
            case RELU -> x > 0.0 ? 1.0 : 0.0;
            case GELU -> distribution(x) + x * DENSITY_AT_0 * Math.exp(-0.5 * x * x);
            case GELU_TANH -> {
                double t = Math.tanh(inner(x));
                yield 0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * TANH_SCALE * (1.0 + 3.0 * TANH_CUBE * x * x);
            }
        };
    }

    private static double inner(double x) {
        return TANH_SCALE * (x + TANH_CUBE * x * x * x);
    }

    /** Φ(x). */
    private static double distribution(double x) {
        return 0.5 * (1.0 + ErrorFunction.of(x * Math.sqrt(0.5)));
    }
}
