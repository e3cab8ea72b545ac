package io.github.reformer4j.kernel.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Linear map of rows: y = x W + b, with x [rows, in], W [in, out], b [out].
 *
 * <p>Products go through {@code gemm} into buffers of ours; {@code mmul} leaks a temporary a call.
 */
final class Dense {

    private Dense() {}

    /** y = x W + b into {@code y} [rows, out]; no bias where it is null. */
    static void forward(INDArray x, INDArray weight, @Nullable INDArray bias, INDArray y) {
        Nd4j.gemm(x, weight, y, false, false, 1.0, 0.0); // [rows, out]
        if (bias != null) {
            y.addiRowVector(bias); // [rows, out]
        }
    }

    /** dx = dy Wᵀ into {@code dx} [rows, in]. */
    static void backwardInput(INDArray dy, INDArray weight, INDArray dx) {
        Nd4j.gemm(dy, weight, dx, false, true, 1.0, 0.0); // [rows, in]
    }

    /** Adds dW = xᵀ dy [in, out] and db, the column sums of dy [out], to the sums. */
    static void backwardParameters(INDArray x, INDArray dy, INDArray weightSum, @Nullable INDArray biasSum) {
        Nd4j.gemm(x, dy, weightSum, true, false, 1.0, 1.0); // [in, out]
        if (biasSum != null) {
            INDArray columns = dy.sum(0); // [out]
            biasSum.addi(columns);
            columns.close();
        }
    }
}
