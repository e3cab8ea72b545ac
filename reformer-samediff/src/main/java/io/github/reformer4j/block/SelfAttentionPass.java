package io.github.reformer4j.block;

import io.github.reformer4j.kernel.Dense;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.SequenceAttention;
import io.github.reformer4j.kernel.SequenceAttention.Attended;
import io.github.reformer4j.kernel.SequenceAttention.QueryKeyValue;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.nd4j.Keys;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What all self-attention has in common: projections, heads, and the way back. Keeps queries, values, the output and the
 * state of its softmax, [b, h, n, d] and [b, h, n]; keys are made again from the queries where these are shared.
 */
final class SelfAttentionPass implements Pass {

    /**
     * What a kind of attention decides.
     *
     * @param heads h
     * @param shared whether queries are keys
     * @param headMask a factor for every head, or none
     */
    record Kind(int heads, boolean shared, List<Double> headMask) {}

    private final INDArray x;
    private final Weights weights;
    private final Kind kind;
    private final IntFunction<SequenceAttention> sequences;
    private final Temporaries kept;
    private final INDArray q;
    private final INDArray v;
    private final Attended attended;
    private final INDArray output;
    private boolean taken;

    private SelfAttentionPass(
            INDArray x,
            Weights weights,
            Kind kind,
            IntFunction<SequenceAttention> sequences,
            Temporaries kept,
            INDArray q,
            INDArray v) {
        this.x = x;
        this.weights = weights;
        this.kind = kind;
        this.sequences = sequences;
        this.kept = kept;
        this.q = q;
        this.v = v;
        attended = attend();
        output = masked(AttentionHeads.merge(attended.output()));
    }

    /**
     * Forward.
     *
     * @param x [b, n, d_model]
     * @param plan from the queries [b, h, n, d], the attention of every sequence of the batch
     */
    static SelfAttentionPass record(
            INDArray x, Weights weights, Kind kind, Function<INDArray, IntFunction<SequenceAttention>> plan) {
        Temporaries kept = new Temporaries();
        INDArray query = weights.get(kind.shared() ? "query_key.weight" : "query.weight");
        INDArray q = kept.add(AttentionHeads.project(x, query, kind.heads()));
        INDArray v = kept.add(AttentionHeads.project(x, weights.get("value.weight"), kind.heads()));
        return new SelfAttentionPass(x, weights, kind, plan.apply(q), kept, q, v);
    }

    private Attended attend() {
        INDArray result = kept.add(Nd4j.createUninitialized(q.dataType(), q.shape(), 'c'));
        long[] rows = {q.size(0), q.size(1), q.size(2)};
        INDArray max = kept.add(Nd4j.createUninitialized(q.dataType(), rows, 'c'));
        INDArray sum = kept.add(Nd4j.createUninitialized(q.dataType(), rows, 'c'));
        Attended all = new Attended(result, max, sum);
        try (INDArray k = keys()) {
            for (int row = 0; row < q.size(0); row++) {
                sequences.apply(row).forward(q.slice(row), k.slice(row), v.slice(row), slice(all, row));
            }
        }
        return all;
    }

    private static Attended slice(Attended all, int row) {
        return new Attended(
                all.output().slice(row), all.max().slice(row), all.sum().slice(row));
    }

    /** Scaled keys, [b, h, n, d]; new. */
    private INDArray keys() {
        if (kind.shared()) {
            return Keys.ofQueries(q);
        }
        return AttentionHeads.project(x, weights.get("key.weight"), kind.heads())
                .divi(root());
    }

    private double root() {
        return Math.sqrt((double) q.size(3));
    }

    /** Scales the heads of [b, n, h · d], or of a gradient of that shape, in place. */
    private INDArray masked(INDArray merged) {
        if (!kind.headMask().isEmpty()) {
            int headSize = (int) q.size(3);
            double[] factors = new double[kind.heads() * headSize];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = kind.headMask().get(i / headSize);
            }
            try (INDArray doubles = Nd4j.createFromArray(factors);
                    INDArray row = doubles.castTo(merged.dataType())) {
                Rows.of(merged).muliRowVector(row);
            }
        }
        return merged;
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray takeOutput() {
        taken = true;
        return output;
    }

    @Override
    public INDArray backward(INDArray dy, Gradients into) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray dOutput = temporaries.add(masked(dy.dup('c')));
            INDArray dHeads = temporaries.add(AttentionHeads.split(dOutput, kind.heads())); // [b, h, n, d]
            QueryKeyValue gradients = attentionBackward(dHeads, temporaries);
            INDArray dx = Nd4j.zeros(x.dataType(), x.shape());
            if (kind.shared()) {
                Keys.addBackward(q, gradients.key(), gradients.query());
                projectBackward(gradients.query(), "query_key.weight", into, dx);
            } else {
                projectBackward(gradients.query(), "query.weight", into, dx);
                projectBackward(gradients.key().divi(root()), "key.weight", into, dx);
            }
            projectBackward(gradients.value(), "value.weight", into, dx);
            return dx;
        }
    }

    private QueryKeyValue attentionBackward(INDArray dHeads, Temporaries temporaries) {
        INDArray k = temporaries.add(keys());
        QueryKeyValue gradients = new QueryKeyValue(
                temporaries.add(Nd4j.createUninitialized(q.dataType(), q.shape(), 'c')),
                temporaries.add(Nd4j.createUninitialized(q.dataType(), q.shape(), 'c')),
                temporaries.add(Nd4j.createUninitialized(q.dataType(), q.shape(), 'c')));
        for (int row = 0; row < q.size(0); row++) {
            QueryKeyValue ofRow = new QueryKeyValue(
                    gradients.query().slice(row),
                    gradients.key().slice(row),
                    gradients.value().slice(row));
            sequences
                    .apply(row)
                    .backward(q.slice(row), k.slice(row), v.slice(row), slice(attended, row), dHeads.slice(row), ofRow);
        }
        return gradients;
    }

    /** Adds dW = xᵀ dp, and dp Wᵀ to dx, for a projection p. */
    private void projectBackward(INDArray dHeads, String name, Gradients into, INDArray dx) {
        try (INDArray merged = AttentionHeads.merge(dHeads)) {
            Dense.backwardParameters(Rows.of(x), Rows.of(merged), into.sum(name), null);
            Nd4j.gemm(Rows.of(merged), weights.get(name), Rows.of(dx), false, true, 1.0, 1.0);
        }
    }

    @Override
    public void close() {
        kept.close();
        if (!taken) {
            Temporaries.free(output);
        }
    }
}
