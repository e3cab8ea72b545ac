package io.github.reformer4j.kernel;

/** Activations that kernels know. */
public enum ActivationFunction {
    /** max(0, x). */
    RELU,
    /** x Φ(x), by the error function. */
    GELU,
    /** x / 2 (1 + tanh(√(2/π) (x + 0.044715 x³))). */
    GELU_TANH
}
