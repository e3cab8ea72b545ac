package io.github.reformer4j.block;

import io.github.reformer4j.kernel.ActivationFunction;

/** Activation of a feed-forward layer. */
public enum Activation {
    /** max(0, x). */
    RELU(ActivationFunction.RELU),
    /** x Φ(x), by the error function. */
    GELU(ActivationFunction.GELU),
    /** x / 2 (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation. */
    GELU_TANH(ActivationFunction.GELU_TANH);

    private final ActivationFunction function;

    Activation(ActivationFunction function) {
        this.function = function;
    }

    /** How kernels know it. */
    public ActivationFunction function() {
        return function;
    }
}
