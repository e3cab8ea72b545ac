package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Attention by ND4J's operations alone, a sequence and a head after another, on any backend and in either precision. */
public final class Nd4jAttention implements AttentionKernel {

    @Override
    public int[] buckets(INDArray q, INDArray rotations, int... factors) {
        long heads = rotations.size(0);
        return AngularHash.buckets(q.reshape('c', q.size(0), q.size(1), heads, q.size(2) / heads), rotations, factors);
    }

    @Override
    public void forward(List<AttentionPlan> plans, Inputs inputs, Attended into) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray q = temporaries.add(split(inputs.q(), inputs.heads()));
            INDArray v = temporaries.add(split(inputs.v(), inputs.heads()));
            INDArray k = temporaries.add(keys(inputs, q));
            INDArray output = temporaries.add(q.ulike());
            for (int row = 0; row < inputs.batch(); row++) {
                SequenceAttention.Attended attended = new SequenceAttention.Attended(
                        output.slice(row), into.max().slice(row), into.sum().slice(row));
                sequence(plans.get(row)).forward(q.slice(row), k.slice(row), v.slice(row), attended);
            }
            merge(output, into.output());
        }
    }

    @Override
    public void backward(
            List<AttentionPlan> plans, Inputs inputs, Attended attended, INDArray dOutput, InputGradients into) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray q = temporaries.add(split(inputs.q(), inputs.heads()));
            INDArray v = temporaries.add(split(inputs.v(), inputs.heads()));
            INDArray k = temporaries.add(keys(inputs, q));
            INDArray output = temporaries.add(split(attended.output(), inputs.heads()));
            INDArray dHeads = temporaries.add(split(dOutput, inputs.heads()));
            INDArray dq = temporaries.add(q.ulike());
            INDArray dk = temporaries.add(q.ulike());
            INDArray dv = temporaries.add(q.ulike());
            for (int row = 0; row < inputs.batch(); row++) {
                SequenceAttention.Attended ofRow = new SequenceAttention.Attended(
                        output.slice(row),
                        attended.max().slice(row),
                        attended.sum().slice(row));
                SequenceAttention.QueryKeyValue gradients =
                        new SequenceAttention.QueryKeyValue(dq.slice(row), dk.slice(row), dv.slice(row));
                sequence(plans.get(row))
                        .backward(q.slice(row), k.slice(row), v.slice(row), ofRow, dHeads.slice(row), gradients);
            }
            if (into.k() == null) {
                Keys.addBackward(q, dk, dq);
            } else {
                merge(dk.divi(root(inputs)), into.k());
            }
            merge(dq, into.q());
            merge(dv, into.v());
        }
    }

    private static SequenceAttention sequence(AttentionPlan plan) {
        if (plan instanceof AttentionPlan.Exact exact) {
            return new ExactAttention(exact);
        }
        return new ChunkedAttention((AttentionPlan.Chunked) plan);
    }

    /** Scaled keys, [b, h, n, d]; new. */
    private static INDArray keys(Inputs inputs, INDArray q) {
        return inputs.k() == null
                ? Keys.ofQueries(q)
                : split(inputs.k(), inputs.heads()).divi(root(inputs));
    }

    private static double root(Inputs inputs) {
        return Math.sqrt((double) inputs.headSize());
    }

    /** [b, n, h · d] as [b, h, n, d]; new. */
    private static INDArray split(INDArray x, int heads) {
        return x.reshape('c', x.size(0), x.size(1), heads, x.size(2) / heads)
                .permute(0, 2, 1, 3)
                .dup('c');
    }

    /** [b, h, n, d] into [b, n, h · d]. */
    private static void merge(INDArray x, INDArray into) {
        into.reshape('c', x.size(0), x.size(2), x.size(1), x.size(3)).assign(x.permute(0, 2, 1, 3));
    }
}
