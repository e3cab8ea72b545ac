package io.github.reformer4j.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Models of images, byte by byte. */
@Command(
        name = "image",
        mixinStandardHelpOptions = true,
        description = "Models of images, byte by byte: train, sample, complete, evaluate.",
        subcommands = {
            ImageTrainCommand.class,
            ImageSampleCommand.class,
            ImageCompleteCommand.class,
            ImageEvaluateCommand.class
        })
final class ImageCommand implements Runnable {

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
