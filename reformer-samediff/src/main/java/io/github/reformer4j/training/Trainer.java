package io.github.reformer4j.training;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerModel;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model. Batches, dropout and rotations of a step are functions of the seed and the number of the step, and a
 * checkpoint holds everything else, so that a run which was killed and resumed gives bit for bit the losses of one that was
 * not.
 */
public final class Trainer {

    private final ReformerModel model;
    private final BatchSource data;
    private final TrainerConfig config;
    private final @Nullable TrainingFolder folder;
    private final TrainingListener listener;
    private final LongSupplier nanoseconds;
    private volatile boolean stopping;

    /**
     * A trainer.
     *
     * @param model whose weights change in place
     * @param folder for checkpoints and metrics, from whose newest checkpoint the run goes on; null: nothing is written
     */
    public Trainer(
            ReformerModel model,
            BatchSource data,
            TrainerConfig config,
            @Nullable TrainingFolder folder,
            TrainingListener listener) {
        this(model, data, config, folder, listener, System::nanoTime);
    }

    Trainer(
            ReformerModel model,
            BatchSource data,
            TrainerConfig config,
            @Nullable TrainingFolder folder,
            TrainingListener listener,
            LongSupplier nanoseconds) {
        this.model = model;
        this.data = data;
        this.config = config;
        this.folder = folder;
        this.listener = listener;
        this.nanoseconds = nanoseconds;
    }

    /**
     * How a run ended.
     *
     * @param steps done, those of resumed runs included
     * @param heldOutBits at the end; not a number where it was stopped
     * @param stopped whether it was stopped before its end
     */
    public record Result(long steps, double heldOutBits, boolean stopped) {}

    /** Ends the run after the current step, with a checkpoint; may be called from any thread. */
    public void stop() {
        stopping = true;
    }

    /**
     * Trains to the end.
     *
     * @throws DivergedException where a loss, a gradient or a weight is not finite; nothing of it is saved
     * @throws IllegalArgumentException before any step, where the folder holds a run with other data or settings
     * @throws java.io.UncheckedIOException with a sentence, where the disk is full; the checkpoint before is intact
     */
    public Result run() {
        try (Optimizer optimizer = config.optimizer().create(model.weights());
                TrainingRecord record = new TrainingRecord(folder, model, optimizer)) {
            return new TrainingRun(model, data, config, optimizer, record, listener, nanoseconds).toEnd(() -> stopping);
        }
    }

    /** Loss of the held-out part, bits a token. */
    public static double evaluate(ReformerModel model, BatchSource data, TrainerConfig config) {
        return heldOut(model, data, config).bits();
    }

    static Loss heldOut(ReformerModel model, BatchSource data, TrainerConfig config) {
        return model.loss(
                data.heldOut(config.batchSize(), config.length(), config.evaluationWindows()),
                Step.inference(config.seed()));
    }
}
