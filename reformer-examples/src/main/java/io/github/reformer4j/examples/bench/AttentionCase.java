package io.github.reformer4j.examples.bench;

import io.github.reformer4j.kernel.AttentionKernel;
import io.github.reformer4j.kernel.AttentionKernel.Attended;
import io.github.reformer4j.kernel.AttentionKernel.InputGradients;
import io.github.reformer4j.kernel.AttentionKernel.Inputs;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention without the projections around it, from queries and values [batch, length, h d] to the output. With
 * {@code kernel} the order by buckets is made once before; else hashing and sorting are part of every run.
 */
final class AttentionCase implements Timed {

    private final String name;
    private final boolean kernel;
    private final boolean backward;
    private final Planning planning;
    private final AttentionKernel arithmetic = Kernels.current().attention(DataType.FLOAT);
    private final Temporaries arrays = new Temporaries();
    private final Inputs inputs;
    private final Attended attended;
    private final InputGradients gradients;
    private final INDArray dy;
    private List<AttentionPlan> plans;

    AttentionCase(LayerKind kind, int batch, int length, boolean kernel, boolean backward) {
        name = name(kind, kernel, backward);
        this.kernel = kernel;
        this.backward = backward;
        int width = kind.shape().width();
        INDArray q = numbers(1, batch, length, width);
        @Nullable INDArray k = kind.projections() == 3 ? numbers(2, batch, length, width) : null;
        inputs = new Inputs(q, k, numbers(3, batch, length, width), kind.shape().heads());
        INDArray output = numbers(4, batch, length, width);
        int heads = kind.shape().heads();
        attended = new Attended(output, numbers(5, batch, heads, length), numbers(6, batch, heads, length));
        gradients = new InputGradients(
                numbers(7, batch, length, width),
                k == null ? null : numbers(8, batch, length, width),
                numbers(9, batch, length, width));
        dy = numbers(10, batch, length, width);
        planning = new Planning(kind, q);
        plans = planning.plans(0);
    }

    static String name(LayerKind kind, boolean kernel, boolean backward) {
        return kind.name() + (kernel ? ", kernel" : ", attention") + (backward ? " with backward" : " forward");
    }

    private INDArray numbers(long key, long... shape) {
        return arrays.add(LayerCase.numbers(key, shape));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run() {
        return Timed.secondsOf(() -> {
            if (!kernel) {
                plans = planning.next();
            }
            arithmetic.forward(plans, inputs, attended);
            if (backward) {
                arithmetic.backward(plans, inputs, attended, dy, gradients);
            }
        });
    }

    @Override
    public void close() {
        arrays.close();
    }
}
