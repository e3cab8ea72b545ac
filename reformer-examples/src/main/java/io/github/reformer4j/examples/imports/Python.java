package io.github.reformer4j.examples.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The Python of this machine: {@code REFORMER_PYTHON}, else {@code python3}. */
final class Python {

    private Python() {}

    /**
     * How a script ended.
     *
     * @param done whether by itself and well
     * @param output all that it printed, or why it did not start
     */
    record Outcome(boolean done, String output) {

        /** The last line: what an exception says. */
        String lastLine() {
            return output.substring(output.lastIndexOf('\n') + 1);
        }
    }

    static Outcome run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Objects.requireNonNullElse(System.getenv("REFORMER_PYTHON"), "python3"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("OMP_WAIT_POLICY"); // set by the launcher for ND4J
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Outcome(process.waitFor() == 0, output);
        } catch (IOException missing) {
            return new Outcome(false, String.valueOf(missing.getMessage()));
        }
    }
}
