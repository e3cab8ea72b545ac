package io.github.reformer4j.training;

import io.github.reformer4j.model.ReformerModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run leaves behind in its folder; a run without a folder leaves nothing. */
final class TrainingRecord implements AutoCloseable {

    private final @Nullable TrainingFolder folder;
    private final ReformerModel model;
    private final Optimizer optimizer;
    private @Nullable MetricsFile metrics;

    TrainingRecord(@Nullable TrainingFolder folder, ReformerModel model, Optimizer optimizer) {
        this.folder = folder;
        this.model = model;
        this.optimizer = optimizer;
    }

    /** Restores the newest checkpoint, if there is one, and cuts the metrics to it. */
    Optional<SavedProgress> resume(Map<String, String> identity) {
        if (folder == null) {
            return Optional.empty();
        }
        Optional<SavedProgress> progress = folder.restore(model, optimizer, identity);
        metrics = folder.metrics(progress.map(SavedProgress::step).orElse(0L));
        return progress;
    }

    void append(Progress progress, double heldOutBits) {
        if (metrics != null) {
            metrics.append(progress, heldOutBits);
        }
    }

    /** Saves a checkpoint; nothing without a folder. */
    Optional<Path> save(SavedProgress progress) {
        if (metrics != null) {
            metrics.force();
        }
        return folder == null ? Optional.empty() : Optional.of(folder.save(model, optimizer, progress));
    }

    void saveBest(SavedProgress progress) {
        if (folder != null) {
            folder.saveBest(model, progress);
        }
    }

    /** The newest checkpoint that can be gone on from. */
    Optional<Path> lastGood() {
        return folder == null ? Optional.empty() : TrainingFolder.latest(folder.path());
    }

    @Override
    public void close() {
        if (metrics != null) {
            metrics.close();
        }
    }
}
