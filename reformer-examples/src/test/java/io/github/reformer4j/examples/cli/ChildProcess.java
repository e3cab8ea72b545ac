package io.github.reformer4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, which signals and limits of the system reach. */
final class ChildProcess {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path err;

    private ChildProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /** Starts a command. */
    static ChildProcess start(Path err, Object... arguments) throws IOException, InterruptedException {
        return launch(err, heedsInterrupts(), arguments);
    }

    /** Starts a command that cannot write a file larger than this, as if the disk were full. */
    static ChildProcess startLimited(Path err, int kilobytes, Object... arguments) throws IOException {
        return launch(err, List.of("bash", "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "limited"), arguments);
    }

    /** Starts a command that gets no more address space than this. */
    static ChildProcess startInMemory(Path err, int kilobytes, Object... arguments) throws IOException {
        return launch(err, List.of("bash", "-c", "ulimit -v " + kilobytes + " && exec \"$@\"", "limited"), arguments);
    }

    private static ChildProcess launch(Path err, List<String> before, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "--add-modules=jdk.incubator.vector",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                Reformer.class.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        return new ChildProcess(process, err);
    }

    /** Who starts the tests in the background may have them ignore Ctrl-C, and a child inherits that; this undoes it. */
    private static List<String> heedsInterrupts() throws IOException, InterruptedException {
        List<String> gnu = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(gnu);
        trial.add("true");
        return new ProcessBuilder(trial).start().waitFor() == 0 ? gnu : List.of();
    }

    /** Waits until a run has written so many lines of metrics, or is gone. */
    ChildProcess untilLines(Path run, int lines) throws IOException, InterruptedException {
        Path metrics = run.resolve("metrics.csv");
        while (process.isAlive()
                && (!Files.exists(metrics) || Files.readString(metrics).lines().count() < lines)) {
            Thread.sleep(2);
        }
        return this;
    }

    /** Sends a signal by its name. */
    ChildProcess send(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        return this;
    }

    /** The exit code and what was said on standard error. */
    CommandRun end() throws IOException, InterruptedException {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(err);
        if (!ended) {
            throw new AssertionError("the process did not end; it said: " + said);
        }
        return new CommandRun(process.exitValue(), "", said);
    }
}
