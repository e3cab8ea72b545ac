package io.github.reformer4j.examples.cli;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.examples.experiment.NamedTraining;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The trainings of an experiment, one after another, each shown and in a folder of its name.
 *
 * @param run how they are shown and stopped
 * @param training the same for all
 * @param tokenizer of the models
 * @param out the folder of their folders
 * @param command as the user typed it
 */
record ShownTrainings(ShownRun run, TrainerConfig training, Tokenizer tokenizer, Path out, String command)
        implements NamedTraining {

    private static final int KEEP = 1;

    @Override
    public boolean train(String name, ReformerModel model, BatchSource data) throws IOException {
        long parameters = ParameterSpec.total(model.parameters());
        run.err().printf(Locale.ROOT, "%s, %,d parameters%n", name, parameters);
        try (TrainingFolder folder = TrainingFolder.open(out.resolve(name), tokenizer, command, KEEP)) {
            return !run.run(model, data, training, folder).stopped();
        }
    }
}
