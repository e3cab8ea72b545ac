package io.github.reformer4j.generation;

import io.github.reformer4j.block.Weights;

/** Layer norm of one vector: (x − mean) / √(variance + ε) · weight + bias. */
final class TokenNorm {

    private final double[] weight;
    private final double[] bias;
    private final double epsilon;

    TokenNorm(Weights weights, double epsilon) {
        weight = Host.doubles(weights.get("weight"));
        bias = Host.doubles(weights.get("bias"));
        this.epsilon = epsilon;
    }

    /** Writes the norm of x into y, which may be x. */
    void apply(double[] x, double[] y) {
        double mean = 0.0;
        for (double element : x) {
            mean += element / x.length;
        }
        double variance = 0.0;
        for (double element : x) {
            variance += (element - mean) * (element - mean) / x.length;
        }
        double scale = 1.0 / Math.sqrt(variance + epsilon);
        for (int i = 0; i < x.length; i++) {
            y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
        }
    }
}
