package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.RowKernels;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fused kernels of rows in single precision over the memory of ND4J's arrays. */
public final class CpuRows implements RowKernels {

    private final Lanes lanes;

    /** Kernels by this arithmetic. */
    public CpuRows(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public void linear(INDArray x, INDArray weight, @Nullable INDArray bias, INDArray y) {
        FusedLinear.forward(lanes, x, weight, bias, y);
    }

    @Override
    public void linearInputGradient(INDArray dy, INDArray weight, INDArray dx, boolean add) {
        FusedLinear.inputGradient(lanes, dy, weight, dx, add);
    }

    @Override
    public void linearParameterGradients(INDArray x, INDArray dy, INDArray weightSum, @Nullable INDArray biasSum) {
        FusedLinear.parameterGradients(lanes, x, dy, weightSum, biasSum);
    }

    @Override
    public void norm(INDArray x, Norm norm, INDArray y) {
        new FusedNorm(lanes, norm).forward(x, y);
    }

    @Override
    public void normBackward(INDArray x, INDArray dy, Norm norm, INDArray gainSum, INDArray biasSum, INDArray dx) {
        new FusedNorm(lanes, norm).backward(x, dy, gainSum, biasSum, dx);
    }

    @Override
    public void feedForward(INDArray x, FeedForward layer, INDArray y) {
        new FusedFeedForward(lanes, layer).forward(x, y);
    }

    @Override
    public void feedForwardBackward(INDArray x, INDArray dy, FeedForward layer, FeedForwardSums sums, INDArray dx) {
        new FusedFeedForward(lanes, layer).backward(x, dy, sums, dx);
    }

    @Override
    public double crossEntropy(INDArray x, int[] labels, Projection projection, @Nullable LossGradients gradients) {
        return new FusedCrossEntropy(lanes, x, labels, projection, gradients).run(BlockRows.blocks(x));
    }

    @Override
    public void takeRows(INDArray table, int[] indices, INDArray rows, int column) {
        NativeFloats from = NativeFloats.of(table);
        NativeFloats into = NativeFloats.of(rows);
        int depth = (int) table.size(1);
        long width = rows.size(1);
        int blocks = (indices.length + BlockRows.ROWS - 1) / BlockRows.ROWS;
        Workers.run(blocks, () -> new float[depth], (row, block) -> {
            int end = Math.min(indices.length, (block + 1) * BlockRows.ROWS);
            for (int i = block * BlockRows.ROWS; i < end; i++) {
                from.get((long) indices[i] * depth, row, 0, depth);
                into.put(i * width + column, row, 0, depth);
            }
        });
    }

    @Override
    public void addRows(INDArray rows, int[] indices, int column, INDArray sums) {
        NativeFloats from = NativeFloats.of(rows);
        long width = rows.size(1);
        int depth = (int) sums.size(1);
        float[] all = new float[Math.toIntExact(sums.length())];
        float[] row = new float[depth];
        for (int i = 0; i < indices.length; i++) {
            from.get(i * width + column, row, 0, depth);
            int at = indices[i] * depth;
            for (int j = 0; j < depth; j++) {
                all[at + j] += row[j];
            }
        }
        NativeFloats.of(sums).add(all, all.length);
    }
}
