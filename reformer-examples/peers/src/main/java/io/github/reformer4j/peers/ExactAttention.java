package io.github.reformer4j.peers;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Causal {@code scaled_dot_product_attention}, alone on [b, h, n, d], or between the projections that our layers have:
 * x [b, n, d_model] to queries that are keys too, and to values. Gradients of all inputs and weights by autograd.
 */
final class ExactAttention implements AutoCloseable {

    private static final String ATTENTION = "attention";
    private static final String LAYER = "layer";

    private final int depth;
    private final int heads;
    private final int headSize;
    private String prepared = "";
    private List<Tensor> inputs = List.of();
    private Tensor dy = new Tensor();

    ExactAttention(int depth, int heads, int headSize) {
        this.depth = depth;
        this.heads = heads;
        this.headSize = headSize;
    }

    /** Seconds of a run, forward or with backward. */
    double seconds(String name, int length, int batch, boolean backward) {
        if (!name.equals(ATTENTION) && !name.equals(LAYER)) {
            throw new IllegalArgumentException("there is no " + name + " here, but attention and layer");
        }
        prepare(name, length, batch, backward);
        long start = System.nanoTime();
        Tensor y = name.equals(ATTENTION) ? attend(inputs.get(0), inputs.get(1), inputs.get(2)) : layer(batch, length);
        if (backward) {
            y.backward(dy, new BoolOptional(), false, new TensorArrayRefOptional());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        inputs.stream()
                .filter(Tensor::requires_grad)
                .forEach(input -> input.mutable_grad().reset());
        return seconds;
    }

    private Tensor layer(int batch, int length) {
        Tensor qk = split(inputs.get(0).matmul(inputs.get(1)), batch, length);
        Tensor v = split(inputs.get(0).matmul(inputs.get(2)), batch, length);
        return attend(qk, qk, v).transpose(1, 2).reshape(batch, length, (long) heads * headSize);
    }

    /** [b, n, h · d] as [b, h, n, d]. */
    private Tensor split(Tensor rows, int batch, int length) {
        return rows.view(batch, length, heads, headSize).transpose(1, 2);
    }

    private static Tensor attend(Tensor q, Tensor k, Tensor v) {
        return torch.scaled_dot_product_attention(
                q, k, v, new TensorOptional(), 0.0, true, new DoubleOptional(), false);
    }

    /** Makes the inputs unless they are there. */
    private void prepare(String name, int length, int batch, boolean backward) {
        String wanted = name + " " + length + " " + batch + " " + backward;
        if (wanted.equals(prepared)) {
            return;
        }
        close();
        long width = (long) heads * headSize;
        List<Tensor> made = new ArrayList<>();
        if (name.equals(ATTENTION)) {
            for (int i = 0; i < 3; i++) {
                made.add(kept(torch.randn(batch, heads, length, headSize), backward));
            }
            dy = kept(torch.randn(batch, heads, length, headSize), false);
        } else {
            made.add(kept(torch.randn(batch, length, depth), backward));
            made.add(kept(torch.randn(depth, width).mul_(new Scalar(0.02)), backward));
            made.add(kept(torch.randn(depth, width).mul_(new Scalar(0.02)), backward));
            dy = kept(torch.randn(batch, length, width), false);
        }
        inputs = made;
        prepared = wanted;
    }

    /** A tensor that outlives the scope of its request. */
    private static Tensor kept(Tensor tensor, boolean differentiated) {
        tensor.set_requires_grad(differentiated);
        tensor.retainReference();
        return tensor;
    }

    @Override
    public void close() {
        inputs.forEach(Tensor::releaseReference);
        dy.releaseReference();
        inputs = List.of();
        prepared = "";
    }
}
