package io.github.reformer4j.examples.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The Python of this machine: {@code REFORMER_PYTHON}, else {@code python3}. */
public final class Python {

    private Python() {}

    /** What starts it. */
    public static String executable() {
        return Objects.requireNonNullElse(System.getenv("REFORMER_PYTHON"), "python3");
    }

    /**
     * How a script ended.
     *
     * @param done whether by itself and well
     * @param output all that it printed, or why it did not start
     */
    public record Outcome(boolean done, String output) {

        /** The last line: what an exception says. */
        public String lastLine() {
            return output.substring(output.lastIndexOf('\n') + 1);
        }
    }

    /** Runs a script with its arguments. */
    public static Outcome run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().remove("OMP_WAIT_POLICY"); // set by the launcher for ND4J
            Ended process = Ended.of(builder);
            return new Outcome(process.code() == 0, process.output().strip());
        } catch (IOException missing) {
            return new Outcome(false, String.valueOf(missing.getMessage()));
        }
    }
}
