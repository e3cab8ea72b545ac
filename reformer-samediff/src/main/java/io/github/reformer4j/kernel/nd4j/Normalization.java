package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Layer norm over the last axis of rows (Ba, Kiros, Hinton 2016): y = g (x − μ) / √(σ² + ε) + b.
 *
 * <p>ND4J's own {@code layer_norm_bp} moves half a gigabyte a second; these are plain passes over memory.
 */
final class Normalization {

    private Normalization() {}

    /** What backward needs: the normalised rows x̂ [rows, d] and 1 / √(σ² + ε) [rows, 1]. */
    record Normalized(INDArray rows, INDArray inverseDeviation) implements AutoCloseable {
        @Override
        public void close() {
            rows.close();
            inverseDeviation.close();
        }
    }

    /** x̂ = (x − μ) / √(σ² + ε) of every row; new arrays. */
    static Normalized normalize(INDArray x, double epsilon) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray mean = temporaries.add(x.mean(true, 1)); // [rows, 1]
            INDArray centred = x.subColumnVector(mean); // [rows, d]
            INDArray squares = temporaries.add(centred.mul(centred)); // [rows, d]
            INDArray deviation = squares.mean(true, 1); // [rows, 1]
            Transforms.sqrt(deviation.addi(epsilon), false);
            deviation.rdivi(1.0);
            centred.muliColumnVector(deviation);
            return new Normalized(centred, deviation);
        }
    }

    /** y = g x̂ + b into {@code y} [rows, d]. */
    static void scale(INDArray normalized, INDArray gain, INDArray bias, INDArray y) {
        y.assign(normalized).muliRowVector(gain).addiRowVector(bias);
    }

    /** dx = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / √(σ² + ε) with dx̂ = g dy, into {@code dx} [rows, d]. */
    static void backward(INDArray dy, Normalized kept, INDArray gain, INDArray gainSum, INDArray biasSum, INDArray dx) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray product = temporaries.add(dy.mul(kept.rows())); // [rows, d]
            gainSum.addi(temporaries.add(product.sum(0)));
            biasSum.addi(temporaries.add(dy.sum(0)));
            dx.assign(dy).muliRowVector(gain); // [rows, d], dx̂
            product.muliRowVector(gain); // dx̂ x̂
            INDArray along = temporaries.add(product.mean(true, 1)); // [rows, 1]
            INDArray mean = temporaries.add(dx.mean(true, 1)); // [rows, 1]
            dx.subiColumnVector(mean);
            product.assign(kept.rows()).muliColumnVector(along);
            dx.subi(product).muliColumnVector(kept.inverseDeviation());
        }
    }
}
