package io.github.reformer4j.examples.cli;

import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.training.TrainerConfig;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Experiments of the paper. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = "Experiments of the paper, sized by options: duplication, compare, recall.",
        subcommands = {ExperimentDuplicationCommand.class, ExperimentCompareCommand.class, ExperimentRecallCommand.class
        })
final class ExperimentCommand implements Runnable {

    @ParentCommand
    private Reformer reformer;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Trainings in folders of {@code out}, for a command of this one. */
    ShownTrainings trainings(
            Material material, TrainerConfig training, Tokenizer tokenizer, Path out, CommandSpec command) {
        ShownRun run = new ShownRun(material, command.commandLine().getErr(), reformer.interrupt());
        return new ShownTrainings(run, training, tokenizer, out, Reformer.typed(command));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
