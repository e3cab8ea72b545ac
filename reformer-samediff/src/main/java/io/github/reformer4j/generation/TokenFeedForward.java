package io.github.reformer4j.generation;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Weights;

/** The feed-forward layer of one vector: act(x W₁ + b₁) W₂ + b₂. */
final class TokenFeedForward {

    private final Matrix dense;
    private final double[] denseBias;
    private final Matrix output;
    private final double[] outputBias;
    private final Activation activation;
    private final double[] inner;

    TokenFeedForward(Weights weights, Activation activation) {
        dense = Matrix.of(weights.get("dense.weight"));
        denseBias = Host.doubles(weights.get("dense.bias"));
        output = Matrix.of(weights.get("output.weight"));
        outputBias = Host.doubles(weights.get("output.bias"));
        this.activation = activation;
        inner = new double[dense.outputs()];
    }

    /** Writes the result for x [d] into y [d]. */
    void apply(double[] x, double[] y) {
        dense.multiply(x, inner); // [d_ff]
        for (int i = 0; i < inner.length; i++) {
            inner[i] = TokenActivation.apply(activation, inner[i] + denseBias[i]);
        }
        output.multiply(inner, y); // [d]
        for (int i = 0; i < y.length; i++) {
            y[i] += outputBias[i];
        }
    }
}
