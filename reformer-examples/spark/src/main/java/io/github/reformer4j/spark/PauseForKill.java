package io.github.reformer4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Stops the first executor that reaches an iteration, before that batch, says so in a file, and waits there to be killed.
 * Thus the kill falls into the middle of a training task, on every machine.
 */
final class PauseForKill implements TrainingHook {

    private static final long serialVersionUID = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String folder;
    private final int iteration;

    /**
     * A pause.
     *
     * @param folder that driver and executors share
     * @param iteration at which to pause, counted over the whole training
     */
    PauseForKill(Path folder, int iteration) {
        this.folder = folder.toString();
        this.iteration = iteration;
    }

    /** Where the paused executor writes its process id. */
    static Path note(Path folder) {
        return folder.resolve("paused");
    }

    @Override
    public void preUpdate(DataSet batch, Model model) {
        if (((MultiLayerNetwork) model).getIterationCount() == iteration && isFirst()) {
            await();
        }
    }

    private boolean isFirst() {
        try {
            Files.createFile(Path.of(folder, "claimed"));
            Path draft = Files.writeString(
                    Path.of(folder, "draft"),
                    String.valueOf(ProcessHandle.current().pid()));
            Files.move(draft, note(Path.of(folder)), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void await() {
        try {
            Thread.sleep(PATIENCE.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("nobody killed this executor within " + PATIENCE.toSeconds() + " s");
    }

    @Override
    public void postUpdate(DataSet batch, Model model) {}

    @Override
    public void preUpdate(MultiDataSet batch, Model model) {}

    @Override
    public void postUpdate(MultiDataSet batch, Model model) {}
}
