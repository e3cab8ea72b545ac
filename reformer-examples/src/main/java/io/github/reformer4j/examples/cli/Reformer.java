package io.github.reformer4j.examples.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 our mistake, 2 the caller's, 130 interrupted. */
@Command(
        name = "reformer",
        description = "Reformer language models on Deeplearning4j: train, generate, evaluate.",
        mixinStandardHelpOptions = true,
        version = "Reformer for Deeplearning4j 0.1.0-SNAPSHOT",
        subcommands = {TrainCommand.class, GenerateCommand.class, EvaluateCommand.class, SummaryCommand.class})
public final class Reformer implements Runnable {

    static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Reformer())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Reformer::report);
    }

    /** A caller's mistake is one sentence and code 2; ours is a stack trace and code 1. */
    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (Mistakes.isCallers(failure)) {
            err.println(command.getColorScheme().errorText(Mistakes.sentence(failure)));
            return CommandLine.ExitCode.USAGE;
        }
        failure.printStackTrace(err);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
