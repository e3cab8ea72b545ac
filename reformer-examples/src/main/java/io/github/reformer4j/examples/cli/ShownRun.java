package io.github.reformer4j.examples.cli;

import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.training.Trainer;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A training in a folder that a person watches: shown while it runs, stopped by Ctrl-C with a checkpoint, its curve drawn.
 *
 * @param material what it is trained on
 * @param err where it is shown
 * @param interrupt what Ctrl-C does
 */
record ShownRun(Material material, PrintWriter err, Interrupt interrupt) {

    /** Trains to the end or until it is stopped, and says which. */
    Trainer.Result run(ReformerModel model, BatchSource data, TrainerConfig training, TrainingFolder folder)
            throws IOException {
        Trainer.Result result = train(model, data, training, folder);
        Path out = folder.path();
        Curve.draw(out.resolve("metrics.csv"), out.resolve("curve.png"), material);
        if (result.stopped()) {
            err.printf("stopped after step %,d; the same command goes on from there%n", result.steps());
        } else {
            err.printf(
                    Locale.ROOT,
                    "%,d steps, %.3f %s on held-out %s; %scheckpoints, metrics.csv and curve.png in %s%n",
                    result.steps(),
                    result.heldOutBits(),
                    material.unit(),
                    material.words(),
                    MachineMemory.taken(),
                    out);
        }
        return result;
    }

    private Trainer.Result train(ReformerModel model, BatchSource data, TrainerConfig training, TrainingFolder folder) {
        try (Display display = Display.on(err)) {
            Trainer trainer =
                    new Trainer(model, data, training, folder, new ShownTraining(training, material, display));
            return interrupt.stops(trainer::stop, trainer::run);
        }
    }
}
