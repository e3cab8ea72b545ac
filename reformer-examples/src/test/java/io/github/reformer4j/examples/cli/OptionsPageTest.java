package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.examples.docs.Pages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/options.md says of every command what picocli knows of it, and nothing else. */
class OptionsPageTest {

    private static final Map<String, List<String>> PAGE =
            sections(Pages.text(Pages.root().resolve("docs").resolve("options.md")));

    /** Lines that are not blank, by the heading above them; those above the first heading are left out. */
    private static Map<String, List<String>> sections(String page) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : page.lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("## ")) {
                lines = new ArrayList<>();
                assertThat(sections.put(line, lines)).as("%s, twice", line).isNull();
            } else {
                lines.add(line);
            }
        }
        return sections;
    }

    @Test
    void everyCommandHasItsHeading() {
        assertThat(PAGE.keySet())
                .as("headings of docs/options.md, in the order of --help")
                .containsExactlyElementsOf(OptionsTable.commands().keySet());
    }

    @TestFactory
    Stream<DynamicTest> everyOptionHasItsRow() {
        return OptionsTable.commands().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> agrees(entry.getKey(), entry.getValue())));
    }

    private static void agrees(String heading, CommandSpec command) {
        List<String> written = PAGE.getOrDefault(heading, List.of());
        List<String> meant = OptionsTable.linesOf(command);
        assertThat(difference(meant, written))
                .as("to write into docs/options.md under %s", heading)
                .isEmpty();
        assertThat(difference(written, meant))
                .as("to strike from docs/options.md under %s", heading)
                .isEmpty();
        assertThat(written)
                .as("lines under %s, in the order of --help", heading)
                .containsExactlyElementsOf(meant);
    }

    private static List<String> difference(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }

    @Test
    void optionsOfTheFirstTableBelongToEveryCommand() {
        List<String> everywhere = longest(Reformer.commandLine().getCommandSpec());
        assertThat(everywhere).containsExactlyInAnyOrder("--help", "--version", "--kernels");
        OptionsTable.commands()
                .forEach((heading, command) ->
                        assertThat(longest(command)).as(heading).containsAll(everywhere));
    }

    private static List<String> longest(CommandSpec command) {
        return command.options().stream().map(OptionSpec::longestName).toList();
    }

    @Test
    void aRowHasNameValueDefaultAndDescription() {
        CommandSpec evaluate = Objects.requireNonNull(OptionsTable.commands().get("## reformer evaluate"));
        assertThat(OptionsTable.linesOf(evaluate))
                .contains(
                        "| `--length` | `TOKENS` | `4096` | Bytes of a sequence. |",
                        "| `--exact` | | | The same weights with exact attention in place of LSH layers. |");
    }
}
