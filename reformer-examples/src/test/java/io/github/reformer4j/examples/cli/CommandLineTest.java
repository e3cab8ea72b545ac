package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

class CommandLineTest {

    static Set<String> commands() {
        return Reformer.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpNamesEveryOptionAndSaysWhatItIsFor(String command) {
        CommandRun help = CommandRun.of(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: reformer " + command + " ").doesNotContain("[]", "null", "**");
        CommandLine line =
                Objects.requireNonNull(Reformer.commandLine().getSubcommands().get(command));
        for (OptionSpec option : line.getCommandSpec().options()) {
            assertThat(help.out()).contains(option.longestName());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
    }

    @Test
    void withoutACommandThereIsAListOfThem() {
        CommandRun none = CommandRun.of();

        assertThat(none.code()).isZero();
        assertThat(none.out()).isEqualTo(CommandRun.of("--help").out()).contains(commands());
        assertThat(CommandRun.of("--version").out().strip()).isEqualTo("Reformer for Deeplearning4j 0.1.0-SNAPSHOT");
    }

    /** Has a mistake of ours in it. */
    @Command(name = "broken")
    static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("a chunk was attended twice");
        }
    }

    @Test
    void ourMistakeIsCodeOneWithAStackTrace() {
        CommandLine line = Reformer.commandLine();
        CommandLine broken =
                new CommandLine(new Broken()).setExecutionExceptionHandler(line.getExecutionExceptionHandler());
        CommandRun run = CommandRun.on(line.addSubcommand("broken", broken), "broken");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("IllegalStateException: a chunk was attended twice", "\tat ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anUnknownOptionIsCodeTwoAndOneSentence(String command) {
        CommandRun run = CommandRun.of(command, "--qqqqqqqq");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        String.format(Locale.ROOT, "Unknown option: '--qqqqqqqq'; see ./reformer %s --help", command));
    }

    @Test
    void aWordThatIsAlmostRightIsCorrected() {
        assertThat(CommandRun.of("trian").err())
                .contains("Unmatched argument at index 0: 'trian'; see ./reformer --help", "train");
        assertThat(CommandRun.of("train", "--step", "4").err()).contains("--steps");
    }
}
