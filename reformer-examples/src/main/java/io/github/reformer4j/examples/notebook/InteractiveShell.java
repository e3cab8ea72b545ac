package io.github.reformer4j.examples.notebook;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.tool.JavaShellToolBuilder;

/** jshell's own tool, in this JVM, where class path, backend and memory settings are right. */
public final class InteractiveShell {

    private InteractiveShell() {}

    /**
     * Runs it until the user leaves.
     *
     * @param imports a script that it begins with, where it exists
     * @return its exit code
     */
    public static int start(Path imports, InputStream in, PrintStream out) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--execution", "local", "--class-path", System.getProperty("java.class.path"), "--startup", "DEFAULT"));
        if (Files.exists(imports)) {
            arguments.addAll(List.of("--startup", imports.toString()));
        }
        return JavaShellToolBuilder.builder().in(in, null).out(out).start(arguments.toArray(String[]::new));
    }
}
