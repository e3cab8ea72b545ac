package io.github.reformer4j.block;

/** Activation of a feed-forward layer. */
public enum Activation {
    /** max(0, x). */
    RELU,
    /** x Φ(x), by the error function. */
    GELU,
    /** x / 2 (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation. */
    GELU_TANH
}
