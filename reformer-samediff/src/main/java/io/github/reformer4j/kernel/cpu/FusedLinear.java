package io.github.reformer4j.kernel.cpu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dense layers, a block of rows at a time. */
final class FusedLinear {

    private FusedLinear() {}

    /** y = x W + b. */
    static void forward(Lanes lanes, INDArray x, INDArray weight, @Nullable INDArray bias, INDArray y) {
        float[] biases = bias == null ? null : BlockRows.bias(bias);
        multiply(lanes, x, Panels.of(lanes, weight), biases, y, false);
    }

    /** dx = dy Wᵀ, or dx += dy Wᵀ. */
    static void inputGradient(Lanes lanes, INDArray dy, INDArray weight, INDArray dx, boolean add) {
        multiply(lanes, dy, Panels.ofTransposed(lanes, weight), null, dx, add);
    }

    private static void multiply(
            Lanes lanes, INDArray x, Panels weight, float @Nullable [] bias, INDArray y, boolean add) {
        NativeFloats from = NativeFloats.of(x);
        NativeFloats to = NativeFloats.of(y);
        record Memory(BlockRows x, BlockRows y) {}
        Workers.run(
                BlockRows.blocks(x),
                () -> new Memory(new BlockRows(lanes, (int) x.size(1)), new BlockRows(lanes, (int) y.size(1))),
                (memory, block) -> {
                    int count = BlockRows.count(block, x.size(0));
                    memory.x.load(from, block, count);
                    if (add) {
                        memory.y.load(to, block, count);
                    }
                    weight.multiply(memory.x.data, memory.x.stride, memory.y.data, memory.y.stride, count, add);
                    if (bias != null) {
                        memory.y.addBias(bias, count);
                    }
                    memory.y.store(to, block, count);
                });
    }

    /** dW += xᵀ dy and db += the column sums of dy. */
    static void parameterGradients(
            Lanes lanes, INDArray x, INDArray dy, INDArray weightSum, @Nullable INDArray biasSum) {
        NativeFloats xs = NativeFloats.of(x);
        NativeFloats dys = NativeFloats.of(dy);
        final class Stripe implements Stripes.Stripe {
            private final BlockRows xBlock = new BlockRows(lanes, (int) x.size(1));
            private final BlockRows dyBlock = new BlockRows(lanes, (int) dy.size(1));
            private final WeightSums sums = new WeightSums(lanes, (int) x.size(1), (int) dy.size(1));

            @Override
            public void block(int block) {
                int count = BlockRows.count(block, x.size(0));
                xBlock.load(xs, block, count);
                dyBlock.load(dys, block, count);
                sums.add(xBlock, dyBlock, count);
            }
        }
        List<Stripe> stripes = Stripes.run(BlockRows.blocks(x), Stripe::new);
        WeightSums.addTo(
                weightSum, biasSum, stripes.stream().map(stripe -> stripe.sums).toArray(WeightSums[]::new));
    }
}
