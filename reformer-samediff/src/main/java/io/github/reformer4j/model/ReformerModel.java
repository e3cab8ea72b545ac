package io.github.reformer4j.model;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model that can be trained: weights, a loss, and its gradients. */
public interface ReformerModel extends AutoCloseable {

    /** What the model was built from. */
    ReformerConfig config();

    /** Names, shapes and initialisers of the weights. */
    List<ParameterSpec> parameters();

    /** The weights, which the trainer changes in place. */
    Weights weights();

    /**
     * The loss of a batch, and its gradients: those of the mean over the labels that count, times {@code scale}, are added
     * to {@code into}.
     *
     * @param step seed and training flag; the batch's mask is put in by the model
     */
    Loss lossAndGradients(Batch batch, Step step, double scale, Gradients into);

    /** The loss of a batch alone. */
    Loss loss(Batch batch, Step step);

    /** The loss of batches together. */
    default Loss loss(List<Batch> batches, Step step) {
        return batches.stream().map(batch -> loss(batch, step)).reduce(Loss.NONE, Loss::plus);
    }

    /**
     * The logits; their shape depends on the kind of model. They exist at once for all positions, so this is for inputs of
     * moderate length.
     *
     * @param ids [b, n]
     * @param mask which positions are tokens, or null where all are
     * @param step seed of the rotations
     */
    INDArray logits(int[][] ids, @Nullable PaddingMask mask, Step step);

    /** Labels of a batch that its loss counts; those of the first column count for nothing where labels are shifted. */
    default long labelCount(Batch batch) {
        boolean shifted = config().causal() && batch.labels()[0].length == batch.length();
        long count = 0;
        for (int[] row : batch.labels()) {
            for (int t = shifted ? 1 : 0; t < row.length; t++) {
                count += row[t] == Batch.IGNORED ? 0 : 1;
            }
        }
        return count;
    }

    /** The path of the first block whose output for this batch is not finite, empty where all are. */
    default Optional<String> firstNonFinite(Batch batch, Step step) {
        return Optional.empty();
    }

    /** Parameters by part, and the memory of a step with Adam on a batch of this many sequences and tokens. */
    default ModelSummary summary(int batch, int length) {
        return summary(new Workload(batch, length, UpdaterState.ADAM, weights().type()));
    }

    /** Parameters by part, and the memory of a step. */
    default ModelSummary summary(Workload load) {
        return ModelSummary.of(config(), parameters(), load);
    }

    /** Frees the weights. */
    @Override
    void close();
}
