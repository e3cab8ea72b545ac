package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.AtomicFile;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.Provenance;
import io.github.reformer4j.checkpoint.SafeTensors;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.ReformerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a training run: {@code step-00000120} and so on, each a whole checkpoint with the state of the optimiser,
 * moved into place when complete; {@code best}, the checkpoint with the lowest held-out loss; {@code metrics.csv}. Locked
 * while a run writes to it.
 */
public final class TrainingFolder implements AutoCloseable {

    private static final String STEP = "step-";
    private static final String BEST = "best";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String PROGRESS = "progress.json";
    private static final String PART = ".part";

    private final Path folder;
    private final Tokenizer tokenizer;
    private final String command;
    private final int keepLast;
    private final FileChannel lockFile;

    private TrainingFolder(Path folder, Tokenizer tokenizer, String command, int keepLast, FileChannel lockFile) {
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.command = command;
        this.keepLast = keepLast;
        this.lockFile = lockFile;
    }

    /**
     * Opens a folder, which is made where it is missing, and locks it.
     *
     * @param tokenizer of the model
     * @param command that trains, for the provenance
     * @param keepLast checkpoints that stay, besides the best
     * @throws UncheckedIOException with a sentence, where it cannot be written
     * @throws IllegalArgumentException where another run holds it
     */
    public static TrainingFolder open(Path folder, Tokenizer tokenizer, String command, int keepLast) {
        require(keepLast > 0, "keepLast must be at least 1, or nothing could be resumed, got %d", keepLast);
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new IllegalArgumentException(String.format(
                        "another run is writing to %s; wait for it, stop it, or choose another folder", folder));
            }
            TrainingFolder opened = new TrainingFolder(folder, tokenizer, command, keepLast, channel);
            opened.deleteParts();
            return opened;
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format("the folder %s cannot be written (%s); choose another", folder, problem), problem);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    /** The newest checkpoint of a folder, or nothing; the folder need not be open or exist. */
    public static Optional<Path> latest(Path folder) {
        return steps(folder).stream().max(Comparator.comparing(Path::getFileName));
    }

    /** The checkpoint to use of a folder: the best, else the newest. */
    public static Optional<Path> toUse(Path folder) {
        Path best = folder.resolve(BEST);
        return Files.isDirectory(best) ? Optional.of(best) : latest(folder);
    }

    private static List<Path> steps(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(STEP + "\\d+"))
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format("the folder %s could not be read (%s)", folder, problem), problem);
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    MetricsFile metrics(long lastStep) {
        return new MetricsFile(folder.resolve("metrics.csv"), lastStep);
    }

    /** Writes a whole checkpoint and forgets those that are too old. */
    Path save(ReformerModel model, Optimizer optimizer, TrainingState state) {
        Path target = folder.resolve(String.format("%s%08d", STEP, state.step()));
        write(target, part -> {
            checkpoint(model, state).save(part, Precision.AS_IS);
            SafeTensors.write(part.resolve(OPTIMIZER), optimizer.state(), Map.of(), Precision.AS_IS);
            AtomicFile.writeText(part.resolve(PROGRESS), state.toJson());
        });
        List<Path> all = steps(folder);
        all.stream().limit(Math.max(0, all.size() - keepLast)).forEach(TrainingFolder::delete);
        return target;
    }

    /** Writes the weights as the best so far. */
    void saveBest(ReformerModel model, TrainingState state) {
        write(folder.resolve(BEST), part -> checkpoint(model, state).save(part, Precision.AS_IS));
    }

    private Checkpoint checkpoint(ReformerModel model, TrainingState state) {
        Provenance provenance = Provenance.of(0, state.step(), state.dataHash(), command);
        return new Checkpoint(model.config(), tokenizer, provenance, model.weights());
    }

    @FunctionalInterface
    private interface Writing {
        void to(Path part);
    }

    private static void write(Path target, Writing writing) {
        Path part = target.resolveSibling(target.getFileName() + PART);
        delete(part);
        try {
            writing.to(part);
            Path old = target.resolveSibling(target.getFileName() + ".old" + PART);
            if (Files.exists(target)) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            delete(old);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format("%s could not be moved into place (%s); run the same command again", target, problem),
                    problem);
        }
    }

    /** Fills model and optimiser from the newest checkpoint; nothing where there is none. */
    Optional<TrainingState> restore(ReformerModel model, Optimizer optimizer) {
        Optional<Path> latest = latest(folder);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        try (SafeTensors weights = SafeTensors.read(latest.get().resolve(Checkpoint.WEIGHTS));
                SafeTensors state = SafeTensors.read(latest.get().resolve(OPTIMIZER))) {
            OptimizerState.copy(weights.tensors(), model.weights().all());
            optimizer.restore(state.tensors());
            return Optional.of(
                    TrainingState.fromJson(Files.readString(latest.get().resolve(PROGRESS))));
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "the checkpoint %s is not whole (%s); delete it to go on from the one before",
                            latest.get(), problem),
                    problem);
        }
    }

    private void deleteParts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(PART)).forEach(TrainingFolder::delete);
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(String.format("%s could not be deleted (%s)", path, problem), problem);
        }
    }

    /** Lets go of the lock. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException problem) {
            throw new UncheckedIOException("the lock of " + folder + " could not be let go of", problem);
        }
    }
}
