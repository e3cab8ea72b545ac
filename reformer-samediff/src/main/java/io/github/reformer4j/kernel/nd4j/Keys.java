package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Keys made of shared queries: k = q / √(mean(q²) + ε) / √d, so that k has length 1 (section 2, "Hashing attention":
 * k_j = q_j / ‖q_j‖; dividing by √d as well keeps the scale of ordinary attention).
 */
final class Keys {

    private static final double EPSILON = 1e-6;

    private Keys() {}

    /** The keys of queries [.., d]; a new array. */
    static INDArray ofQueries(INDArray q) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray rows = Rows.of(q);
            INDArray scale = temporaries.add(inverseRoot(rows, temporaries)); // [rows, 1]
            INDArray k = q.dup('c');
            Rows.of(k).muliColumnVector(scale).divi(Math.sqrt((double) q.size(-1)));
            return k;
        }
    }

    /** Adds the gradient of the queries to {@code dq}: w dk' − w³ q mean(q dk'), with dk' = dk / √d; {@code dk} is changed. */
    static void addBackward(INDArray q, INDArray dk, INDArray dq) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray rows = Rows.of(q);
            INDArray slope = Rows.of(dk).divi(Math.sqrt((double) q.size(-1))); // dk'
            INDArray scale = temporaries.add(inverseRoot(rows, temporaries)); // [rows, 1], w
            INDArray product = temporaries.add(rows.mul(slope)); // [rows, d]
            INDArray along = temporaries.add(product.mean(true, 1)); // [rows, 1]
            along.muli(scale).muli(scale).muli(scale);
            Rows.of(dq).addi(slope.muliColumnVector(scale));
            Rows.of(dq).subi(product.assign(rows).muliColumnVector(along));
        }
    }

    /** 1 / √(mean(q²) + ε) of every row: [rows, 1]. */
    private static INDArray inverseRoot(INDArray rows, Temporaries temporaries) {
        INDArray squares = temporaries.add(rows.mul(rows)); // [rows, d]
        INDArray mean = squares.mean(true, 1); // [rows, 1]
        return Transforms.sqrt(mean.addi(EPSILON), false).rdivi(1.0);
    }
}
