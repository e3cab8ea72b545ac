package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Activations;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Activation of a feed-forward layer. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are references to static methods, which hold no state
public enum Activation {
    /** max(0, x). */
    RELU(Activations::relu, Activations::reluSlope),
    /** x Φ(x), by the error function. */
    GELU(Activations::gelu, Activations::geluSlope),
    /** x / 2 (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation. */
    GELU_TANH(Activations::geluTanh, Activations::geluTanhSlope);

    private final UnaryOperator<INDArray> value;
    private final UnaryOperator<INDArray> slope;

    Activation(UnaryOperator<INDArray> value, UnaryOperator<INDArray> slope) {
        this.value = value;
        this.slope = slope;
    }

    /** The activation of every element; a new array. */
    public INDArray of(INDArray x) {
        return value.apply(x);
    }

    /** Its derivative at every element; a new array. */
    public INDArray slopeAt(INDArray x) {
        return slope.apply(x);
    }
}
