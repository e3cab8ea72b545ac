package io.github.reformer4j.generation;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A linear map of an attention layer, for one position at a time and for all positions of a prompt at once.
 *
 * @param array the weight, [d, h · headSize]; belongs to the model
 * @param matrix a copy of it on the heap
 */
record Projection(INDArray array, Matrix matrix) {

    static Projection of(INDArray array) {
        return new Projection(array, Matrix.of(array));
    }

    /** The product with one position: x [d] into y [h · headSize]. */
    void one(double[] x, double[] y) {
        matrix.multiply(x, y);
    }

    /** The product with many positions: x [n, d], c order; the result, [n, h · headSize], is on the heap. */
    double[] many(INDArray x) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray product = temporaries.add(Nd4j.createUninitialized(array.dataType(), x.size(0), array.size(1)));
            Nd4j.gemm(x, array, product, false, false, 1.0, 0.0);
            return product.data().asDouble();
        }
    }

    int width() {
        return matrix.outputs();
    }

    DataType type() {
        return array.dataType();
    }
}
