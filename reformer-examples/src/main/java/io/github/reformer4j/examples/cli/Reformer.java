package io.github.reformer4j.examples.cli;

import io.github.reformer4j.kernel.provider.Kernels;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 1 our mistake, 2 the caller's, 130 interrupted. */
@Command(
        name = "reformer",
        description = "Reformer language models on Deeplearning4j: train, generate, evaluate.",
        mixinStandardHelpOptions = true,
        version = "Reformer for Deeplearning4j 0.1.0-SNAPSHOT",
        subcommands = {
            TrainCommand.class,
            ImageCommand.class,
            GenerateCommand.class,
            EvaluateCommand.class,
            ReportCommand.class,
            SummaryCommand.class,
            MemoryCommand.class,
            LongCommand.class,
            SoakCommand.class,
            RevNetCommand.class,
            FineTuneCommand.class,
            BenchCommand.class,
            OffloadCommand.class,
            ZooCommand.class,
            Dl4jCommand.class,
            ExperimentCommand.class,
            CorpusCommand.class,
            JshellCommand.class
        })
public final class Reformer implements Runnable {

    static final int INTERRUPTED = 130;

    private final Interrupt interrupt = new Interrupt();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kernels",
            scope = ScopeType.INHERIT,
            paramLabel = "KIND",
            description =
                    "What computes: ${COMPLETION-CANDIDATES}. CPU: fused kernels, CPU_PLAIN: the same without the "
                            + "Vector API, ND4J: operations of ND4J alone.",
            defaultValue = "AUTOMATIC")
    void choose(Kernels.Choice choice) {
        Backend.choose(choice);
    }

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        Reformer reformer = new Reformer();
        int code;
        try {
            code = commandLine(reformer).execute(arguments);
        } finally {
            reformer.interrupt.over();
        }
        System.exit(code);
    }

    static CommandLine commandLine() {
        return commandLine(new Reformer());
    }

    private static CommandLine commandLine(Reformer reformer) {
        return new CommandLine(reformer)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Reformer::execute)
                .setParameterExceptionHandler(Reformer::misuse)
                .setExecutionExceptionHandler(Reformer::report);
    }

    /** A command as the user typed it, for the record of what it made. */
    static String typed(CommandSpec command) {
        return "./reformer "
                + String.join(" ", command.root().commandLine().getParseResult().originalArgs());
    }

    /** What Ctrl-C does. */
    Interrupt interrupt() {
        return interrupt;
    }

    /** One sentence and where to look; all options would push it off the screen. */
    private static int misuse(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String sentence =
                failure.getMessage() + "; see ./" + command.getCommandSpec().qualifiedName() + " --help";
        err.println(command.getColorScheme().errorText(sentence));
        UnmatchedArgumentException.printSuggestions(failure, err);
        return CommandLine.ExitCode.USAGE;
    }

    /** Runs the command, where memory can be had for it; picocli hands exceptions on, and a full heap is an error. */
    private static int execute(CommandLine.ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine command = commands.get(commands.size() - 1);
        try {
            if (!command.isUsageHelpRequested() && !command.isVersionHelpRequested()) {
                OutOfMemory.requireRoom(command.getCommandSpec(), MachineMemory.total());
            }
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError | IllegalArgumentException failure) {
            return report(failure, command, parsed);
        }
    }

    /** A caller's mistake is one sentence and code 2; ours is a stack trace and code 1. */
    private static int report(Throwable failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (OutOfMemory.isCauseOf(failure)) {
            String sentence = OutOfMemory.sentence(failure, command.getCommandSpec(), MachineMemory.total());
            err.println(command.getColorScheme().errorText(sentence));
            return CommandLine.ExitCode.USAGE;
        }
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
