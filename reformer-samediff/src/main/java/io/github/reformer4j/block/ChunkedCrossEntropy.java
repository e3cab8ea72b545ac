package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax cross entropy of logits = x W + b against labels, a chunk of rows at a time, so that the logits [n, V] never
 * exist whole (section 3, "Chunking"). A negative label counts for nothing.
 *
 * <p>Parameters {@code weight} [d, V], {@code bias} [V].
 */
public final class ChunkedCrossEntropy {

    private final ChunkedCrossEntropyConfig config;

    ChunkedCrossEntropy(ChunkedCrossEntropyConfig config) {
        this.config = config;
    }

    /**
     * A summed loss.
     *
     * @param sum in nats
     * @param count labels that counted
     */
    public record Sum(double sum, long count) {}

    /** The trainable arrays. */
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.of(
                        "weight", Initializer.normal(config.deviation()), config.inputSize(), config.vocabularySize()),
                ParameterSpec.of("bias", Initializer.ZEROS, config.vocabularySize()));
    }

    /** All logits, [rows, V], new: for inputs that are short, or tests. */
    public INDArray logits(INDArray x, Weights weights) {
        INDArray rows = Rows.of(x);
        INDArray logits = Rows.createLike(rows, config.vocabularySize());
        Kernels.current().rows(x.dataType()).linear(rows, weights.get("weight"), weights.get("bias"), logits);
        return logits;
    }

    /** The summed loss of rows x [.., d] with a label each. */
    public Sum loss(INDArray x, int[] labels, Weights weights) {
        return run(x, labels, weights, null);
    }

    /**
     * The summed loss; adds the gradients of its mean over the labels that count, times {@code scale}, to {@code into}.
     *
     * @param dx gets the gradient of x, likewise scaled; an array of the shape of x, dense
     */
    public Sum lossAndGradients(INDArray x, int[] labels, double scale, Weights weights, Gradients into, INDArray dx) {
        double share = scale / Math.max(1, count(labels));
        return run(
                x,
                labels,
                weights,
                new RowKernels.LossGradients(share, into.sum("weight"), into.sum("bias"), Rows.of(dx)));
    }

    private static long count(int[] labels) {
        return Arrays.stream(labels).filter(label -> label >= 0).count();
    }

    private Sum run(INDArray x, int[] labels, Weights weights, RowKernels.@Nullable LossGradients gradients) {
        INDArray rows = Rows.of(x);
        requireLabels(rows, labels);
        int chunk = config.chunkLength() == 0 ? labels.length : config.chunkLength();
        RowKernels.Projection projection = new RowKernels.Projection(weights.get("weight"), weights.get("bias"), chunk);
        double sum = Kernels.current().rows(x.dataType()).crossEntropy(rows, labels, projection, gradients);
        return new Sum(sum, count(labels));
    }

    private void requireLabels(INDArray rows, int[] labels) {
        require(
                rows.size(0) == labels.length && rows.size(1) == config.inputSize(),
                "a loss of depth %d over %d labels needs as many rows, got shape [%d, %d]",
                config.inputSize(),
                labels.length,
                rows.size(0),
                rows.size(1));
        for (int row = 0; row < labels.length; row++) {
            require(
                    labels[row] < config.vocabularySize(),
                    "label %d of row %d is outside the %d classes (0 to %d; a negative label counts for nothing)",
                    labels[row],
                    row,
                    config.vocabularySize(),
                    config.vocabularySize() - 1);
        }
    }
}
