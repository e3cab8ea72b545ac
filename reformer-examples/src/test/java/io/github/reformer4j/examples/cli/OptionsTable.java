package io.github.reformer4j.examples.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What docs/options.md has to say of a command: lines of Markdown, made of picocli's model of it. */
final class OptionsTable {

    private static final List<String> HEAD = List.of("| option | value | default | |", "|---|---|---|---|");

    private OptionsTable() {}

    /** Every command by its heading, nested ones behind theirs, in the order of {@code --help}. */
    static Map<String, CommandSpec> commands() {
        Map<String, CommandSpec> commands = new LinkedHashMap<>();
        add(Reformer.commandLine(), commands);
        return commands;
    }

    private static void add(CommandLine line, Map<String, CommandSpec> commands) {
        commands.put("## " + line.getCommandSpec().qualifiedName(), line.getCommandSpec());
        line.getSubcommands().values().forEach(inner -> add(inner, commands));
    }

    /** The lines between the heading of a command and the next, blank ones left out. */
    static List<String> linesOf(CommandSpec command) {
        List<String> rows = rows(command);
        List<String> lines = new ArrayList<>();
        lines.add(String.join(" ", command.usageMessage().description()));
        if (!rows.isEmpty()) {
            lines.addAll(HEAD);
            lines.addAll(rows);
        }
        return lines;
    }

    /** A row for each parameter and option; those that every command has stand with the first one alone. */
    private static List<String> rows(CommandSpec command) {
        Stream<String> parameters = command.positionalParameters().stream().map(OptionsTable::row);
        Stream<String> options = command.options().stream()
                .filter(option -> command.parent() == null || !isEverywhere(option))
                .map(OptionsTable::row);
        return Stream.concat(parameters, options).toList();
    }

    /** Whether every command has this option. */
    static boolean isEverywhere(OptionSpec option) {
        return option.inherited() || option.usageHelp() || option.versionHelp();
    }

    private static String row(PositionalParamSpec parameter) {
        return row(code(parameter.paramLabel()), "", parameter);
    }

    private static String row(OptionSpec option) {
        boolean isSwitch = option.arity().max() == 0;
        return row(code(String.join(", ", option.names())), isSwitch ? "" : code(option.paramLabel()), option);
    }

    private static String row(String name, String value, ArgSpec argument) {
        String description = String.join(" ", argument.description()).replace("|", "\\|");
        return Stream.of(name, value, standard(argument), description)
                .map(cell -> cell.isEmpty() ? " |" : " " + cell + " |")
                .reduce("|", String::concat);
    }

    /** The default, where there is one and help shows it. */
    private static String standard(ArgSpec argument) {
        if (argument.required()) {
            return "required";
        }
        Object value = argument.defaultValue() == null ? argument.initialValue() : argument.defaultValue();
        boolean isHidden = argument.showDefaultValue() == Visibility.NEVER
                || argument.arity().max() == 0;
        String text = isHidden || value == null ? "" : written(value);
        return text.isEmpty() ? "" : code(text);
    }

    /** As it would be typed. */
    private static String written(Object value) {
        return value instanceof Collection<?> values
                ? values.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString();
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }
}
