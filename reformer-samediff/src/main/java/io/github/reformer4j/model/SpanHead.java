package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.CrossEntropy;
import io.github.reformer4j.kernel.RowKernels;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Start and end of the answer among the positions: a linear map to two scores a position, and a softmax over all positions
 * for each. The loss is the mean of both cross entropies. Parameters {@code qa.weight} [2d, 2], {@code qa.bias}.
 *
 * @param depth of a stream
 * @param deviation of fresh weights
 */
record SpanHead(int depth, double deviation) implements Head {

    private static final String NAME = "qa";

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.of(NAME + ".weight", Initializer.normal(deviation), 2L * depth, 2),
                ParameterSpec.of(NAME + ".bias", Initializer.ZEROS, 2));
    }

    /** [b, n, 2]. */
    @Override
    public INDArray logits(INDArray hidden, Weights weights, Step step) {
        return HeadArrays.linear(hidden, weights.at(NAME), 2);
    }

    /** Start and end of every sequence, [b · 2]. */
    @Override
    public int[] labels(Batch batch, int length) {
        int[] labels = new int[2 * batch.size()];
        for (int row = 0; row < batch.size(); row++) {
            HeadArrays.requireLabels(batch, row, 2);
            for (int end = 0; end < 2; end++) {
                int label = batch.labels()[row][end];
                require(
                        label < batch.length(),
                        "an answer cannot start or end at position %d of a sequence of %d (row %d)",
                        label,
                        batch.length(),
                        row);
                labels[2 * row + end] = label;
            }
        }
        return labels;
    }

    @Override
    public Loss loss(INDArray hidden, int[] labels, Weights weights, Step step) {
        try (INDArray logits = logits(hidden, weights, step);
                INDArray ends = rowPerEnd(logits)) {
            return new Loss(CrossEntropy.toGradient(ends, labels), count(labels));
        }
    }

    @Override
    public Loss lossAndGradients(
            INDArray hidden, int[] labels, double scale, Weights weights, Step step, Gradients into, INDArray dHidden) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray logits = temporaries.add(logits(hidden, weights, step)); // [b, n, 2]
            INDArray ends = temporaries.add(rowPerEnd(logits)); // [b · 2, n]
            double sum = CrossEntropy.toGradient(ends, labels);
            ends.muli(scale / Math.max(1, count(labels)));
            logits.assign(ends.reshape('c', logits.size(0), 2, logits.size(1)).permute(0, 2, 1));
            INDArray dLogits = Rows.of(logits);
            RowKernels kernels = Kernels.current().rows(hidden.dataType());
            kernels.linearParameterGradients(
                    Rows.of(hidden), dLogits, into.sum(NAME + ".weight"), into.sum(NAME + ".bias"));
            kernels.linearInputGradient(dLogits, weights.get(NAME + ".weight"), Rows.of(dHidden), false);
            return new Loss(sum, count(labels));
        }
    }

    private static long count(int[] labels) {
        return java.util.Arrays.stream(labels).filter(label -> label >= 0).count();
    }

    /** [b, n, 2] as [b · 2, n], new. */
    private static INDArray rowPerEnd(INDArray logits) {
        INDArray rows = org.nd4j.linalg.factory.Nd4j.createUninitialized(
                logits.dataType(), new long[] {2 * logits.size(0), logits.size(1)}, 'c');
        rows.reshape('c', logits.size(0), 2, logits.size(1)).assign(logits.permute(0, 2, 1));
        return rows;
    }
}
