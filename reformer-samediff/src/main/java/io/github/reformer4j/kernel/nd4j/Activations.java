package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Activations and their derivatives, element by element, into new arrays. ND4J's own {@code gelu} is a third
 * approximation, x σ(1.702 x), that no published Reformer uses.
 */
final class Activations {

    private static final double HALF_ROOT = Math.sqrt(0.5);
    private static final double DENSITY_AT_0 = 1.0 / Math.sqrt(2.0 * Math.PI);
    private static final double TANH_SCALE = Math.sqrt(2.0 / Math.PI);
    private static final double TANH_CUBE = 0.044715;

    private Activations() {}

    /** max(0, x). */
    static INDArray relu(INDArray x) {
        return Transforms.relu(x, true);
    }

    /** 1 where x is positive, else 0. */
    static INDArray reluSlope(INDArray x) {
        INDArray positive = x.gt(0.0);
        INDArray slope = positive.castTo(x.dataType());
        positive.close();
        return slope;
    }

    /** x Φ(x) with Φ the distribution function of the standard normal (Hendrycks and Gimpel 2016). */
    static INDArray gelu(INDArray x) {
        return distribution(x).muli(x);
    }

    /** Φ(x) + x φ(x). */
    static INDArray geluSlope(INDArray x) {
        INDArray density = x.mul(x).muli(-0.5);
        Transforms.exp(density, false).muli(DENSITY_AT_0).muli(x);
        INDArray slope = distribution(x).addi(density);
        density.close();
        return slope;
    }

    /** x / 2 (1 + t), t = tanh(√(2/π) (x + 0.044715 x³)). */
    static INDArray geluTanh(INDArray x) {
        return tanh(x).addi(1.0).muli(0.5).muli(x);
    }

    /** (1 + t) / 2 + x / 2 (1 − t²) √(2/π) (1 + 3 · 0.044715 x²). */
    static INDArray geluTanhSlope(INDArray x) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray t = temporaries.add(tanh(x));
            INDArray inner =
                    temporaries.add(x.mul(x)).muli(3.0 * TANH_CUBE * TANH_SCALE).addi(TANH_SCALE);
            INDArray slope = t.mul(t).rsubi(1.0).muli(inner).muli(x); // (1 − t²) x inner'
            return slope.addi(t).addi(1.0).muli(0.5);
        }
    }

    private static INDArray distribution(INDArray x) {
        INDArray scaled = x.mul(HALF_ROOT);
        Nd4j.getExecutioner().exec(new Erf(scaled, scaled));
        return scaled.addi(1.0).muli(0.5);
    }

    private static INDArray tanh(INDArray x) {
        INDArray inner = x.mul(x).muli(TANH_CUBE).addi(1.0).muli(x).muli(TANH_SCALE);
        return Transforms.tanh(inner, false);
    }
}
