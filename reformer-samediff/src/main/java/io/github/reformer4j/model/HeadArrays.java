package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.provider.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What heads share. */
final class HeadArrays {

    private HeadArrays() {}

    /** x W + b over the last axis, new. */
    static INDArray linear(INDArray x, Weights weights, int outputs) {
        INDArray y = Rows.createLike(x, outputs);
        Kernels.current().rows(x.dataType()).linear(Rows.of(x), weights.get("weight"), weights.get("bias"), Rows.of(y));
        return y;
    }

    /** Throws unless a row of the batch has as many labels as the head takes. */
    static void requireLabels(Batch batch, int row, int expected) {
        require(
                batch.labels()[row].length == expected,
                "this model takes %d labels a sequence, got %d in row %d",
                expected,
                batch.labels()[row].length,
                row);
    }
}
