package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.RowKernels.FeedForward;
import io.github.reformer4j.kernel.RowKernels.FeedForwardSums;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The feed-forward layer, a block of rows at a time from the input to the output, so that of the intermediate [n, d_ff] no
 * more exists than a block for each thread.
 */
final class FusedFeedForward {

    private final Lanes lanes;
    private final FeedForward layer;
    private final int depth;
    private final int innerSize;
    private final Panels dense;
    private final float[] denseBias;

    FusedFeedForward(Lanes lanes, FeedForward layer) {
        this.lanes = lanes;
        this.layer = layer;
        depth = (int) layer.dense().size(0);
        innerSize = (int) layer.dense().size(1);
        dense = Panels.of(lanes, layer.dense());
        denseBias = BlockRows.bias(layer.denseBias());
    }

    /** One thread's memory. */
    private class Memory {
        final BlockRows x = new BlockRows(lanes, depth);
        final BlockRows inner = new BlockRows(lanes, innerSize);
        final BlockRows active = new BlockRows(lanes, innerSize);
        final BlockRows y = new BlockRows(lanes, depth);

        /** x W₁ + b₁ with dropout. */
        void computeInner(int block, int count) {
            dense.multiply(x.data, x.stride, inner.data, inner.stride, count, false);
            inner.addBias(denseBias, count);
            inner.drop(layer.innerKey(), layer.dropout(), block, count);
        }
    }

    void forward(INDArray x, INDArray y) {
        NativeFloats from = NativeFloats.of(x);
        NativeFloats to = NativeFloats.of(y);
        Panels output = Panels.of(lanes, layer.output());
        float[] outputBias = BlockRows.bias(layer.outputBias());
        Workers.run(BlockRows.blocks(x), Memory::new, (memory, block) -> {
            int count = BlockRows.count(block, x.size(0));
            memory.x.load(from, block, count);
            memory.computeInner(block, count);
            lanes.activate(layer.activation(), memory.inner.data, memory.active.data, memory.active.data.length);
            BlockRows active = memory.active;
            output.multiply(active.data, active.stride, memory.y.data, memory.y.stride, count, false);
            memory.y.addBias(outputBias, count);
            memory.y.drop(layer.outputKey(), layer.dropout(), block, count);
            memory.y.store(to, block, count);
        });
    }

    void backward(INDArray x, INDArray dy, FeedForwardSums sums, INDArray dx) {
        Backward backward = new Backward(x, dy, dx);
        List<Backward.Stripe> stripes = Stripes.run(BlockRows.blocks(x), () -> backward.new Stripe());
        WeightSums.addTo(
                sums.dense(),
                sums.denseBias(),
                stripes.stream().map(stripe -> stripe.denseSums).toArray(WeightSums[]::new));
        WeightSums.addTo(
                sums.output(),
                sums.outputBias(),
                stripes.stream().map(stripe -> stripe.outputSums).toArray(WeightSums[]::new));
    }

    private final class Backward {
        private final long rows;
        private final NativeFloats xs;
        private final NativeFloats dys;
        private final NativeFloats dxs;
        private final Panels outputAcross = Panels.ofTransposed(lanes, layer.output());
        private final Panels denseAcross = Panels.ofTransposed(lanes, layer.dense());

        Backward(INDArray x, INDArray dy, INDArray dx) {
            rows = x.size(0);
            xs = NativeFloats.of(x);
            dys = NativeFloats.of(dy);
            dxs = NativeFloats.of(dx);
        }

        private final class Stripe extends Memory implements Stripes.Stripe {
            private final WeightSums denseSums = new WeightSums(lanes, depth, innerSize);
            private final WeightSums outputSums = new WeightSums(lanes, innerSize, depth);

            @Override
            public void block(int block) {
                int count = BlockRows.count(block, rows);
                x.load(xs, block, count);
                computeInner(block, count);
                BlockRows slope = inner;
                lanes.activateWithSlope(layer.activation(), inner.data, active.data, active.data.length);
                y.load(dys, block, count);
                y.drop(layer.outputKey(), layer.dropout(), block, count);
                outputSums.add(active, y, count);
                BlockRows dInner = active; // its memory serves again
                outputAcross.multiply(y.data, y.stride, dInner.data, dInner.stride, count, false);
                dInner.multiply(slope.data);
                dInner.drop(layer.innerKey(), layer.dropout(), block, count);
                denseSums.add(x, dInner, count);
                denseAcross.multiply(dInner.data, dInner.stride, y.data, y.stride, count, false);
                y.store(dxs, block, count);
            }
        }
    }
}
