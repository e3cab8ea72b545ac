package io.github.reformer4j.examples.cli;

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

    /** What Ctrl-C does. */
    Interrupt interrupt() {
        return reformer.interrupt();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
