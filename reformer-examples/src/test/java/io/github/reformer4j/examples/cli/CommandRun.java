package io.github.reformer4j.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * What a command did that ran in this process.
 *
 * @param code it would exit with
 * @param out what it printed
 * @param err what it said beside that
 */
record CommandRun(int code, String out, String err) {

    static CommandRun of(Object... arguments) {
        return on(Reformer.commandLine(), arguments);
    }

    static CommandRun on(CommandLine line, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int code = line.execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** The last line of what it said. */
    String lastWord() {
        return err.lines().reduce("", (before, line) -> line);
    }
}
