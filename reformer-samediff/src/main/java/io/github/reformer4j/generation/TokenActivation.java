package io.github.reformer4j.generation;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.kernel.cpu.PlainActivation;

/** Activations of single numbers. */
final class TokenActivation {

    private TokenActivation() {}

    static double apply(Activation activation, double x) {
        return PlainActivation.value(activation.function(), x);
    }
}
