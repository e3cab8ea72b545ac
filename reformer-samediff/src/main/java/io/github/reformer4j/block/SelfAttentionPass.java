package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.InputGradients;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What all self-attention has in common: projections, heads, and the way back. Keeps queries, values, the output, each
 * [b, n, h · d], and the state of its softmax, [b, h, n]; keys of their own are projected again on the way back.
 */
final class SelfAttentionPass implements Pass {

    /**
     * What a kind of attention decides.
     *
     * @param heads h
     * @param shared whether queries are keys
     * @param headMask factors of the heads
     */
    record Kind(int heads, boolean shared, HeadMask headMask) {}

    private final INDArray x;
    private final Weights weights;
    private final Kind kind;
    private final AttentionKernel kernel;
    private final List<AttentionPlan> plans;
    private final Temporaries kept = new Temporaries();
    private final INDArray q;
    private final INDArray v;
    private final Attended attended;
    private final INDArray output;
    private boolean taken;
    private boolean differentiated;

    /**
     * Forward.
     *
     * @param x [b, n, d_model]
     * @param planning from the queries [b, n, h · d], the attention of every sequence of the batch
     */
    SelfAttentionPass(INDArray x, Weights weights, Kind kind, Function<INDArray, List<AttentionPlan>> planning) {
        this.x = x;
        this.weights = weights;
        this.kind = kind;
        kernel = Kernels.current().attention(x.dataType());
        boolean whole = false;
        try {
            q = project(kind.shared() ? "query_key.weight" : "query.weight", kept);
            v = project("value.weight", kept);
            plans = planning.apply(q);
            attended = attend();
            output = kind.headMask().isEmpty()
                    ? kept.release(attended.output())
                    : kind.headMask().scale(attended.output().dup('c'));
            whole = true;
        } finally {
            if (!whole) {
                kept.close();
            }
        }
    }

    private INDArray project(String name, Temporaries owner) {
        INDArray weight = weights.get(name);
        INDArray product = owner.add(Rows.createLike(x, weight.size(1)));
        rows().linear(Rows.of(x), weight, null, Rows.of(product));
        return product;
    }

    private Attended attend() {
        INDArray result = kept.add(Nd4j.createUninitialized(q.dataType(), q.shape(), 'c'));
        long[] rows = {q.size(0), kind.heads(), q.size(1)};
        INDArray max = kept.add(Nd4j.createUninitialized(q.dataType(), rows, 'c'));
        INDArray sum = kept.add(Nd4j.createUninitialized(q.dataType(), rows, 'c'));
        Attended all = new Attended(result, max, sum);
        try (Temporaries temporaries = new Temporaries()) {
            kernel.forward(plans, inputs(temporaries), all);
        }
        return all;
    }

    private Inputs inputs(Temporaries owner) {
        @Nullable INDArray k = kind.shared() ? null : project("key.weight", owner);
        return new Inputs(q, k, v, kind.heads());
    }

    @Override
    public INDArray output() {
        requireState(
                !differentiated || !kind.headMask().isEmpty(),
                "backward wrote into the memory of the output; read the output before it");
        return output;
    }

    /**
     * Backward needs the output too, and its memory, so the caller gets a copy; {@link #intoOutput} is for those who need
     * no backward.
     */
    @Override
    public INDArray takeOutput() {
        if (kind.headMask().isEmpty()) {
            return output.dup('c');
        }
        taken = true;
        return output;
    }

    /** The output alone; the pass is over. */
    INDArray intoOutput() {
        taken = true;
        close();
        return output;
    }

    @Override
    public INDArray backward(INDArray dy, Gradients into) {
        requireState(!differentiated, "a pass can be differentiated once; record it again");
        differentiated = true;
        try (Temporaries temporaries = new Temporaries()) {
            INDArray dOutput = dy;
            if (!kind.headMask().isEmpty()) {
                dOutput = kind.headMask().scale(temporaries.add(dy.dup('c')));
            } else if (dy.isView() || dy.ordering() != 'c' || dy == output) {
                dOutput = temporaries.add(dy.dup('c'));
            }
            Inputs inputs = inputs(temporaries);
            INDArray k = inputs.k();
            InputGradients gradients = new InputGradients(
                    attended.output(), // which the kernel has read by then
                    k == null ? null : temporaries.add(q.ulike()),
                    temporaries.add(q.ulike()));
            kernel.backward(plans, inputs, attended, dOutput, gradients);
            kept.drop(q);
            kept.drop(v);
            if (k != null) {
                temporaries.drop(k);
            }
            INDArray dx = temporaries.add(Nd4j.createUninitialized(x.dataType(), x.shape(), 'c'));
            projectBackward(gradients, into, dx);
            return temporaries.release(dx);
        }
    }

    private void projectBackward(InputGradients gradients, Gradients into, INDArray dx) {
        projectBackward(gradients.v(), "value.weight", into, dx, false);
        if (gradients.k() == null) {
            projectBackward(gradients.q(), "query_key.weight", into, dx, true);
        } else {
            projectBackward(gradients.q(), "query.weight", into, dx, true);
            projectBackward(gradients.k(), "key.weight", into, dx, true);
        }
    }

    /** Adds dW = xᵀ dp, and writes dp Wᵀ to dx or adds it, for a projection p. */
    private void projectBackward(INDArray dp, String name, Gradients into, INDArray dx, boolean add) {
        rows().linearParameterGradients(Rows.of(x), Rows.of(dp), into.sum(name), null);
        rows().linearInputGradient(Rows.of(dp), weights.get(name), Rows.of(dx), add);
    }

    private RowKernels rows() {
        return Kernels.current().rows(x.dataType());
    }

    @Override
    public void close() {
        kept.close();
        if (!taken) {
            Temporaries.free(output);
        }
    }
}
