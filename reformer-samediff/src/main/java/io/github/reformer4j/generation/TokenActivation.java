package io.github.reformer4j.generation;

import io.github.reformer4j.block.Activation;

/** Activations of single numbers. */
final class TokenActivation {

    /** Beyond it erf is ±1 to the last bit. */
    private static final double ERF_SATURATES = 6.0;

    private static final double TANH_CUBIC = 0.044715;

    private TokenActivation() {}

    static double apply(Activation activation, double x) {
        return switch (activation) {
            case RELU -> Math.max(0.0, x);
            case GELU -> 0.5 * x * (1.0 + erf(x / Math.sqrt(2.0)));
            case GELU_TANH -> 0.5 * x * (1.0 + Math.tanh(Math.sqrt(2.0 / Math.PI) * (x + TANH_CUBIC * x * x * x)));
        };
    }

    /** The error function by 2/√π exp(−x²) Σ 2^k x^(2k+1) / (2k+1)!!, whose terms all have one sign, so none cancel. */
    static double erf(double x) {
        if (Math.abs(x) > ERF_SATURATES) {
            return Math.signum(x);
        }
        double sum = 0.0;
        double term = x;
        for (int odd = 3; sum + term != sum; odd += 2) {
            sum += term;
            term *= 2.0 * x * x / odd;
        }
        return 2.0 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
