package io.github.reformer4j.model;

import io.github.reformer4j.block.ChunkedCrossEntropy;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A class for every position, by a linear map of its vector: the next token, the masked token, or a tag.
 *
 * @param name of its parameters
 * @param loss over the classes, in chunks
 * @param classes how many
 * @param shifted whether position t predicts label t + 1
 */
record TokenHead(String name, ChunkedCrossEntropy loss, int classes, boolean shifted) implements Head {

    static TokenHead of(ReformerConfig config, String name, int classes, boolean shifted) {
        ChunkedCrossEntropyConfig loss = new ChunkedCrossEntropyConfig(
                2 * config.hiddenSize(), classes, config.lossChunk(), config.initializerRange());
        return new TokenHead(name, loss.toLoss(), classes, shifted);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return loss.parameters().stream().map(spec -> spec.under(name)).toList();
    }

    /** [b, n, classes]. */
    @Override
    public INDArray logits(INDArray hidden, Weights weights, Step step) {
        return HeadArrays.linear(hidden, weights.at(name), classes);
    }

    @Override
    public int[] labels(Batch batch, int length) {
        int[] labels = new int[batch.size() * length];
        Arrays.fill(labels, Batch.IGNORED);
        int first = shifted ? 1 : 0;
        for (int row = 0; row < batch.size(); row++) {
            boolean followed = shifted && batch.labels()[row].length == batch.length() + 1;
            int given = followed ? batch.length() + 1 : batch.length();
            HeadArrays.requireLabels(batch, row, given);
            System.arraycopy(batch.labels()[row], first, labels, row * length, given - first);
        }
        return labels;
    }

    @Override
    public Loss loss(INDArray hidden, int[] labels, Weights weights, Step step) {
        return of(loss.loss(hidden, labels, weights.at(name)));
    }

    @Override
    public Loss lossAndGradients(
            INDArray hidden, int[] labels, double scale, Weights weights, Step step, Gradients into, INDArray dHidden) {
        return of(loss.lossAndGradients(hidden, labels, scale, weights.at(name), into.at(name), dHidden));
    }

    private static Loss of(ChunkedCrossEntropy.Sum sum) {
        return new Loss(sum.sum(), sum.count());
    }
}
