package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Exact attention of m queries to n keys, softmax(q kᵀ / √d) v for every example and head, a tile of queries at a time:
 * what exists at once is [tile, n]. A key that is padding is not seen, except where there is nothing else.
 *
 * @param heads h; a head owns columns head · d to head · d + d − 1
 * @param tile queries whose weights exist at once
 */
record QueryAttention(int heads, int tile) {

    private static final double MASKED = -1e9;

    /**
     * What attends.
     *
     * @param q [b, m, h · d]
     * @param k [b, n, h · d]
     * @param v [b, n, h · d]
     * @param mask which keys are padding, [b, n]; null: none
     */
    record Inputs(
            INDArray q, INDArray k, INDArray v, @Nullable PaddingMask mask) {}

    /** Gradients of the inputs, of their shapes, added to what stands there. */
    record InputGradients(INDArray q, INDArray k, INDArray v) {}

    /** One step of work: a tile of the queries of a head of an example, and its keys. */
    @FunctionalInterface
    private interface Work {
        void on(int example, int head, long from, long to);
    }

    private void each(INDArray q, Work work) {
        for (int example = 0; example < q.size(0); example++) {
            for (int head = 0; head < heads; head++) {
                for (long from = 0; from < q.size(1); from += tile) {
                    work.on(example, head, from, Math.min(q.size(1), from + tile));
                }
            }
        }
    }

    /** [b, m, h · d], new. */
    INDArray forward(Inputs inputs) {
        INDArray output =
                Nd4j.createUninitialized(inputs.q().dataType(), inputs.q().shape(), 'c');
        each(inputs.q(), (example, head, from, to) -> {
            try (Temporaries owned = new Temporaries()) {
                INDArray weights = weights(inputs, example, head, from, to, owned); // [tile, n]
                INDArray v = part(inputs.v(), example, head, 0, inputs.v().size(1), owned);
                INDArray product = owned.add(product(weights, v, false, false)); // [tile, d]
                view(output, example, head, from, to).assign(product);
            }
        });
        return output;
    }

    /** Backward; weights are computed again. */
    void backward(Inputs inputs, INDArray dOutput, InputGradients into) {
        each(inputs.q(), (example, head, from, to) -> {
            try (Temporaries owned = new Temporaries()) {
                long n = inputs.k().size(1);
                INDArray weights = weights(inputs, example, head, from, to, owned); // [tile, n]
                INDArray dy = part(dOutput, example, head, from, to, owned); // [tile, d]
                INDArray v = part(inputs.v(), example, head, 0, n, owned);
                INDArray slopes = owned.add(product(dy, v, false, true)); // [tile, n], by the weights
                INDArray along = owned.add(slopes.mul(weights));
                slopes.subiColumnVector(owned.add(along.sum(true, 1)))
                        .muli(weights)
                        .muli(scale(inputs.q())); // by the scores
                INDArray q = part(inputs.q(), example, head, from, to, owned);
                INDArray k = part(inputs.k(), example, head, 0, n, owned);
                view(into.q(), example, head, from, to).addi(owned.add(product(slopes, k, false, false)));
                view(into.k(), example, head, 0, n).addi(owned.add(product(slopes, q, true, false)));
                view(into.v(), example, head, 0, n).addi(owned.add(product(weights, dy, true, false)));
            }
        });
    }

    private double scale(INDArray q) {
        return 1.0 / Math.sqrt(q.size(2) / (double) heads);
    }

    /** Softmax of the scores: [tile, n]. */
    private INDArray weights(Inputs inputs, int example, int head, long from, long to, Temporaries owned) {
        long n = inputs.k().size(1);
        INDArray q = part(inputs.q(), example, head, from, to, owned); // [tile, d]
        INDArray k = part(inputs.k(), example, head, 0, n, owned); // [n, d]
        INDArray scores = owned.add(product(q, k, false, true)).muli(scale(inputs.q())); // [tile, n]
        if (inputs.mask() != null) {
            scores.addiRowVector(owned.add(bias(inputs.mask(), example, scores.dataType())));
        }
        scores.subiColumnVector(owned.add(scores.max(true, 1)));
        Transforms.exp(scores, false);
        return scores.diviColumnVector(owned.add(scores.sum(true, 1)));
    }

    private static INDArray bias(PaddingMask mask, int example, DataType type) {
        double[] bias = new double[mask.length()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = mask.isToken(example, i) ? 0.0 : MASKED;
        }
        INDArray doubles = Nd4j.createFromArray(bias);
        if (type == DataType.DOUBLE) {
            return doubles;
        }
        try (doubles) {
            return doubles.castTo(type);
        }
    }

    /** Rows and columns of a head: a view [to − from, d]. */
    private INDArray view(INDArray all, int example, int head, long from, long to) {
        long d = all.size(2) / heads;
        long first = example * all.size(1);
        return Rows.of(all)
                .get(NDArrayIndex.interval(first + from, first + to), NDArrayIndex.interval(head * d, head * d + d));
    }

    private INDArray part(INDArray all, int example, int head, long from, long to, Temporaries owned) {
        return owned.add(view(all, example, head, from, to).dup('c'));
    }

    private static INDArray product(INDArray a, INDArray b, boolean transposeA, boolean transposeB) {
        INDArray result = Nd4j.createUninitialized(
                a.dataType(), new long[] {a.size(transposeA ? 1 : 0), b.size(transposeB ? 0 : 1)}, 'c');
        Nd4j.gemm(a, b, result, transposeA, transposeB, 1.0, 0.0);
        return result;
    }
}
