package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.ActivationFunction;
import io.github.reformer4j.kernel.CrossEntropy;
import io.github.reformer4j.kernel.DropoutMask;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Kernels of rows by ND4J's operations alone, on any backend and in either precision. */
public final class Nd4jRows implements RowKernels {

    @Override
    public void linear(INDArray x, INDArray weight, @Nullable INDArray bias, INDArray y) {
        Dense.forward(x, weight, bias, y);
    }

    @Override
    public void linearInputGradient(INDArray dy, INDArray weight, INDArray dx, boolean add) {
        Nd4j.gemm(dy, weight, dx, false, true, 1.0, add ? 1.0 : 0.0); // [rows, in]
    }

    @Override
    public void linearParameterGradients(INDArray x, INDArray dy, INDArray weightSum, @Nullable INDArray biasSum) {
        Dense.backwardParameters(x, dy, weightSum, biasSum);
    }

    @Override
    public void norm(INDArray x, Norm norm, INDArray y) {
        try (Normalization.Normalized normalized = Normalization.normalize(x, norm.epsilon())) {
            Normalization.scale(normalized.rows(), norm.gain(), norm.bias(), y);
        }
    }

    @Override
    public void normBackward(INDArray x, INDArray dy, Norm norm, INDArray gainSum, INDArray biasSum, INDArray dx) {
        try (Normalization.Normalized normalized = Normalization.normalize(x, norm.epsilon())) {
            Normalization.backward(dy, normalized, norm.gain(), gainSum, biasSum, dx);
        }
    }

    @Override
    public void feedForward(INDArray x, FeedForward layer, INDArray y) {
        for (long from = 0; from < x.size(0); from += layer.chunk()) {
            long to = Math.min(x.size(0), from + layer.chunk());
            INDArray part = Rows.range(y, from, to);
            try (Temporaries temporaries = new Temporaries()) {
                INDArray inner = temporaries.add(inner(Rows.range(x, from, to), from, layer)); // [chunk, d_ff]
                INDArray active = temporaries.add(activated(layer.activation(), inner));
                Dense.forward(active, layer.output(), layer.outputBias(), part);
                drop(part, layer.outputKey(), from, layer);
            }
        }
    }

    /** x W₁ + b₁ with dropout: [chunk, d_ff]. */
    private static INDArray inner(INDArray x, long from, FeedForward layer) {
        INDArray inner = Rows.createLike(x, layer.dense().size(1));
        Dense.forward(x, layer.dense(), layer.denseBias(), inner);
        drop(inner, layer.innerKey(), from, layer);
        return inner;
    }

    private static void drop(INDArray rows, long key, long from, FeedForward layer) {
        if (layer.dropout() > 0.0) {
            DropoutMask.apply(rows, key, from * rows.size(1), layer.dropout());
        }
    }

    private static INDArray activated(ActivationFunction function, INDArray x) {
        return switch (function) {
            case RELU -> Activations.relu(x);
            case GELU -> Activations.gelu(x);
            case GELU_TANH -> Activations.geluTanh(x);
        };
    }

    private static INDArray slope(ActivationFunction function, INDArray x) {
        return switch (function) {
            case RELU -> Activations.reluSlope(x);
            case GELU -> Activations.geluSlope(x);
            case GELU_TANH -> Activations.geluTanhSlope(x);
        };
    }

    @Override
    public void feedForwardBackward(INDArray x, INDArray dy, FeedForward layer, FeedForwardSums sums, INDArray dx) {
        for (long from = 0; from < x.size(0); from += layer.chunk()) {
            long to = Math.min(x.size(0), from + layer.chunk());
            backwardChunk(
                    Rows.range(x, from, to), Rows.range(dy, from, to), from, layer, sums, Rows.range(dx, from, to));
        }
    }

    private static void backwardChunk(
            INDArray x, INDArray dy, long from, FeedForward layer, FeedForwardSums sums, INDArray dx) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray inner = temporaries.add(inner(x, from, layer)); // [chunk, d_ff]
            INDArray active = temporaries.add(activated(layer.activation(), inner)); // [chunk, d_ff]
            INDArray dOutput = temporaries.add(dy.dup('c')); // [chunk, d]
            drop(dOutput, layer.outputKey(), from, layer);
            Dense.backwardParameters(active, dOutput, sums.output(), sums.outputBias());
            INDArray dInner = active; // its memory serves again: [chunk, d_ff]
            Dense.backwardInput(dOutput, layer.output(), dInner);
            dInner.muli(temporaries.add(slope(layer.activation(), inner)));
            drop(dInner, layer.innerKey(), from, layer);
            Dense.backwardParameters(x, dInner, sums.dense(), sums.denseBias());
            Dense.backwardInput(dInner, layer.dense(), dx); // [chunk, d]
        }
    }

    @Override
    public double crossEntropy(INDArray x, int[] labels, Projection projection, @Nullable LossGradients gradients) {
        double sum = 0.0;
        for (int from = 0; from < labels.length; from += projection.chunk()) {
            int to = Math.min(labels.length, from + projection.chunk());
            INDArray part = Rows.range(x, from, to);
            try (INDArray logits = Rows.createLike(part, projection.weight().size(1))) { // [chunk, V]
                Dense.forward(part, projection.weight(), projection.bias(), logits);
                sum += CrossEntropy.toGradient(logits, Arrays.copyOfRange(labels, from, to));
                if (gradients != null) {
                    logits.muli(gradients.scale());
                    Dense.backwardParameters(part, logits, gradients.weightSum(), gradients.biasSum());
                    Dense.backwardInput(logits, projection.weight(), Rows.range(gradients.dx(), from, to));
                }
            }
        }
        return sum;
    }

    @Override
    public void takeRows(INDArray table, int[] indices, INDArray rows, int column) {
        try (INDArray taken = Nd4j.pullRows(table, 1, indices)) {
            rows.get(NDArrayIndex.all(), NDArrayIndex.interval(column, column + table.size(1)))
                    .assign(taken);
        }
    }

    @Override
    public void addRows(INDArray rows, int[] indices, int column, INDArray sums) {
        RowSums.add(rows, indices, column, sums);
    }
}
