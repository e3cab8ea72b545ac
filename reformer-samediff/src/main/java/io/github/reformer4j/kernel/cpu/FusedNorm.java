package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.RowKernels.Norm;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer norm, a block of rows at a time; backward takes mean and deviation of a row again, which costs less than keeping. */
final class FusedNorm {

    private final Lanes lanes;
    private final int size;
    private final float[] gain;
    private final float[] bias;
    private final double epsilon;

    FusedNorm(Lanes lanes, Norm norm) {
        this.lanes = lanes;
        size = (int) norm.gain().length();
        gain = BlockRows.bias(norm.gain());
        bias = BlockRows.bias(norm.bias());
        epsilon = norm.epsilon();
    }

    void forward(INDArray x, INDArray y) {
        NativeFloats from = NativeFloats.of(x);
        NativeFloats to = NativeFloats.of(y);
        Workers.run(BlockRows.blocks(x), () -> new BlockRows(lanes, size), (rows, block) -> {
            int count = BlockRows.count(block, x.size(0));
            rows.load(from, block, count);
            for (int row = 0; row < count; row++) {
                int at = row * rows.stride;
                normalize(rows.data, at);
                for (int i = 0; i < size; i++) {
                    rows.data[at + i] = rows.data[at + i] * gain[i] + bias[i];
                }
            }
            rows.store(to, block, count);
        });
    }

    /** x̂ in place; returns 1 / √(σ² + ε). */
    private float normalize(float[] x, int at) {
        float mean = lanes.sum(x, at, size) / size;
        float inverse = (float) (1.0 / Math.sqrt(lanes.squares(x, at, size, mean) / size + epsilon));
        for (int i = at; i < at + size; i++) {
            x[i] = (x[i] - mean) * inverse;
        }
        return inverse;
    }

    void backward(INDArray x, INDArray dy, INDArray gainSum, INDArray biasSum, INDArray dx) {
        NativeFloats xs = NativeFloats.of(x);
        NativeFloats dys = NativeFloats.of(dy);
        NativeFloats dxs = NativeFloats.of(dx);
        final class Stripe implements Stripes.Stripe {
            private final BlockRows rows = new BlockRows(lanes, size);
            private final BlockRows gradients = new BlockRows(lanes, size);
            private final float[] gains = new float[size];
            private final float[] biases = new float[size];

            @Override
            public void block(int block) {
                int count = BlockRows.count(block, x.size(0));
                rows.load(xs, block, count);
                gradients.load(dys, block, count);
                for (int row = 0; row < count; row++) {
                    int at = row * rows.stride;
                    float inverse = normalize(rows.data, at);
                    addSums(rows.data, gradients.data, at, gains, biases);
                    backwardRow(rows.data, gradients.data, at, inverse);
                }
                gradients.store(dxs, block, count);
            }
        }
        List<Stripe> stripes = Stripes.run(BlockRows.blocks(x), Stripe::new);
        for (Stripe stripe : stripes) {
            NativeFloats.of(gainSum).add(stripe.gains, size);
            NativeFloats.of(biasSum).add(stripe.biases, size);
        }
    }

    private void addSums(float[] normalized, float[] dy, int at, float[] gains, float[] biases) {
        for (int i = 0; i < size; i++) {
            gains[i] += dy[at + i] * normalized[at + i];
            biases[i] += dy[at + i];
        }
    }

    /** dx in the place of dy. */
    private void backwardRow(float[] normalized, float[] dy, int at, float inverse) {
        for (int i = 0; i < size; i++) {
            dy[at + i] *= gain[i];
        }
        float mean = lanes.sum(dy, at, size) / size;
        float along = lanes.dot(dy, at, normalized, at, size) / size;
        for (int i = at; i < at + size; i++) {
            dy[i] = (dy[i] - mean - normalized[i] * along) * inverse;
        }
    }
}
