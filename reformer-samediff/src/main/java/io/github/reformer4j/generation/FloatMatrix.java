package io.github.reformer4j.generation;

import io.github.reformer4j.kernel.cpu.VectorProduct;
import io.github.reformer4j.kernel.provider.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A weight in float, half the memory to read; the product is made by the kernels' own arithmetic. */
final class FloatMatrix implements Matrix {

    private final VectorProduct product;
    private final int inputs;
    private final int outputs;

    FloatMatrix(INDArray weight) {
        product = new VectorProduct(Kernels.current().lanes(), weight);
        inputs = (int) weight.size(0);
        outputs = (int) weight.size(1);
    }

    @Override
    public void multiply(double[] x, double[] y) {
        product.multiply(x, y, outputs);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }
}
