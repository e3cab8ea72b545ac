package io.github.reformer4j.examples.memory;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.Assignments;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.training.Optimizer;
import io.github.reformer4j.training.OptimizerConfig;
import org.nd4j.linalg.api.buffer.DataType;

/** Training steps of a fresh model as the trainer makes them, with Adam, on numbers without meaning. */
public final class TrainingSteps implements AutoCloseable {

    private static final double RATE = 1e-4;

    private final LanguageModel model;
    private final Optimizer optimizer;
    private final int batch;
    private final int length;
    private int made;

    /**
     * Makes the model.
     *
     * @param batch sequences of a step
     * @param length tokens of each
     */
    public TrainingSteps(ReformerConfig config, int batch, int length) {
        model = LanguageModel.create(config, DataType.FLOAT, 1);
        optimizer = OptimizerConfig.adam(0.9, 0.98, 1e-9).create(model.weights());
        this.batch = batch;
        this.length = length;
    }

    /** One step; returns the bytes of the bucket ids that it remembered in the heap. */
    public long run() {
        int number = made++;
        Assignments assignments = Assignments.empty();
        Step chance = Step.training(number).withAssignments(assignments);
        try (Gradients gradients = Gradients.of(model.weights())) {
            double loss = model.lossAndGradients(tokens(number), chance, 1.0, gradients)
                    .mean();
            requireState(Double.isFinite(loss), "the loss of a step that was measured is %s", loss);
            optimizer.step(model.weights(), gradients, RATE, number);
        }
        return assignments.byPath().values().stream()
                .mapToLong(ids -> (long) Integer.BYTES * ids.length)
                .sum();
    }

    /** Neither time nor memory depends on them. */
    private Batch tokens(int number) {
        int[][] ids = new int[batch][length];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                ids[row][i] = Math.floorMod(
                        (number + row + i) * 0x9E3779B9, model.config().vocabularySize());
            }
        }
        return Batch.causal(ids);
    }

    @Override
    public void close() {
        optimizer.close();
        model.close();
    }
}
