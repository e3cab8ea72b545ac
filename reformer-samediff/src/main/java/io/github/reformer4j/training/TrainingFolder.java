package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.checkpoint.FolderLock;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.ReformerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder of a training run: {@code step-00000120} and so on, each a whole checkpoint with the state of the optimiser,
 * moved into place when complete; {@code best}, the model with the lowest held-out loss; {@code metrics.csv}. Locked while
 * a run writes to it.
 */
public final class TrainingFolder implements AutoCloseable {

    private static final String STEP = "step-";
    private static final String BEST = "best";
    private static final String METRICS = "metrics.csv";

    private final Path folder;
    private final CheckpointContent content;
    private final int keepLast;
    private final FolderLock lock;
    private boolean newRate;

    private TrainingFolder(Path folder, CheckpointContent content, int keepLast, FolderLock lock) {
        this.folder = folder;
        this.content = content;
        this.keepLast = keepLast;
        this.lock = lock;
    }

    /**
     * Opens a folder, which is made where it is missing, locks it, and puts right what a killed run has left in it.
     *
     * @param tokenizer of the model
     * @param command that trains, for the provenance
     * @param keepLast checkpoints that stay, besides the best
     * @throws UncheckedIOException with a sentence, where it cannot be written
     * @throws IllegalArgumentException where another run holds it
     */
    public static TrainingFolder open(Path folder, Tokenizer tokenizer, String command, int keepLast) {
        return open(folder, new CheckpointContent(tokenizer, command), keepLast);
    }

    static TrainingFolder open(Path folder, CheckpointContent content, int keepLast) {
        require(keepLast > 0, "keepLast must be at least 1, or nothing could be resumed, got %d", keepLast);
        try {
            Files.createDirectories(folder);
            FolderLock lock = FolderLock.take(folder);
            try {
                FolderTree.recover(folder);
                return new TrainingFolder(folder, content, keepLast, lock);
            } catch (IOException problem) {
                lock.close();
                throw problem;
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "the folder %s cannot be written (%s); choose another",
                            folder, DiskProblem.reason(problem)),
                    problem);
        }
    }

    /** Lets runs go on here with another schedule or another norm to clip at, as after a loss that was not finite. */
    public TrainingFolder acceptNewRate() {
        newRate = true;
        return this;
    }

    /** The newest whole checkpoint of a folder, or nothing; the folder need not be open or exist. */
    public static Optional<Path> latest(Path folder) {
        try {
            List<Path> steps = steps(folder);
            for (int i = steps.size() - 1; i >= 0; i--) {
                if (SavedProgress.read(steps.get(i)).isPresent()) {
                    return Optional.of(steps.get(i));
                }
            }
            return Optional.empty();
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format("the folder %s could not be read (%s)", folder, DiskProblem.reason(problem)),
                    problem);
        }
    }

    /** The checkpoint to use of a folder: the best, else the newest. */
    public static Optional<Path> toUse(Path folder) {
        Path best = folder.resolve(BEST);
        return Files.isDirectory(best) ? Optional.of(best) : latest(folder);
    }

    private static List<Path> steps(Path folder) throws IOException {
        return !Files.isDirectory(folder)
                ? List.of()
                : FolderTree.children(folder).stream()
                        .filter(path -> String.valueOf(path.getFileName()).matches(STEP + "\\d{8,}"))
                        .toList();
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    MetricsFile metrics(long lastStep) {
        return MetricsFile.open(folder.resolve(METRICS), lastStep);
    }

    /** Writes a whole checkpoint and forgets those that are too old. */
    Path save(ReformerModel model, Optimizer optimizer, SavedProgress progress) {
        Path target = folder.resolve(String.format(Locale.ROOT, "%s%08d", STEP, progress.step()));
        write(target, part -> content.write(part, model, optimizer, progress));
        try {
            List<Path> all = steps(folder);
            for (Path old : all.subList(0, Math.max(0, all.size() - keepLast))) {
                FolderTree.remove(old);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s is saved, but one before it could not be deleted (%s)",
                            target, DiskProblem.reason(problem)),
                    problem);
        }
        return target;
    }

    /** Writes the weights as the best so far. */
    void saveBest(ReformerModel model, SavedProgress progress) {
        write(folder.resolve(BEST), part -> content.writeModel(part, model, progress));
    }

    @FunctionalInterface
    private interface Writing {
        void to(Path part) throws IOException;
    }

    private void write(Path target, Writing writing) {
        try {
            Path part = FolderTree.partial(target);
            writing.to(part);
            FolderTree.complete(part, target);
        } catch (IOException problem) {
            throw failure(target, problem);
        } catch (UncheckedIOException problem) {
            throw failure(target, Objects.requireNonNull(problem.getCause()));
        }
    }

    private UncheckedIOException failure(Path target, IOException problem) {
        try {
            FolderTree.recover(folder);
        } catch (IOException second) {
            problem.addSuppressed(second);
        }
        String left = latest(folder).map(path -> path + " is intact").orElse("there is no checkpoint before it");
        return new UncheckedIOException(
                String.format(
                        "%s could not be saved (%s); %s; free space and run the same command again",
                        target, DiskProblem.reason(problem), left),
                problem);
    }

    /** Fills model and optimiser from the newest checkpoint; nothing where there is none. */
    Optional<SavedProgress> restore(ReformerModel model, Optimizer optimizer, Map<String, String> identity) {
        Optional<Path> latest = latest(folder);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<SavedProgress> progress = SavedProgress.read(latest.get());
            progress.ifPresent(
                    saved -> TrainingIdentity.requireSame(latest.get(), saved.identity(), identity, newRate));
            CheckpointContent.read(latest.get(), model, optimizer);
            return progress;
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "the checkpoint %s cannot be read (%s); delete it to go on from the one before",
                            latest.get(), DiskProblem.reason(problem)),
                    problem);
        }
    }

    /** Lets go of the lock. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException problem) {
            throw new UncheckedIOException("the lock of " + folder + " could not be let go of", problem);
        }
    }
}
