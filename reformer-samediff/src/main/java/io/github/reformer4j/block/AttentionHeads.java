package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Dense;
import io.github.reformer4j.kernel.Rows;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between positions [b, n, h · d] and heads [b, h, n, d]; new arrays each time. */
final class AttentionHeads {

    private AttentionHeads() {}

    /** x W, head by head: [b, n, d_model] to [b, h, n, d]. */
    static INDArray project(INDArray x, INDArray weight, int heads) {
        try (INDArray product = Rows.createLike(x, weight.size(1))) {
            Dense.forward(Rows.of(x), weight, null, Rows.of(product));
            return split(product, heads);
        }
    }

    /** [b, n, h · d] to [b, h, n, d]. */
    static INDArray split(INDArray x, int heads) {
        return x.reshape('c', x.size(0), x.size(1), heads, x.size(2) / heads)
                .permute(0, 2, 1, 3)
                .dup('c');
    }

    /** [b, h, n, d] to [b, n, h · d]. */
    static INDArray merge(INDArray x) {
        long[] shape = {x.size(0), x.size(2), x.size(1) * x.size(3)};
        INDArray merged = Nd4j.createUninitialized(x.dataType(), shape, 'c');
        merged.reshape('c', x.size(0), x.size(2), x.size(1), x.size(3)).assign(x.permute(0, 2, 1, 3));
        return merged;
    }
}
