package io.github.reformer4j.examples.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Another implementation in a process of its own. It begins with {@code ready NAMES DESCRIPTION}, the names of what it can run
 * with commas between; then it answers each line {@code name length batch rounds backward} with the seconds of one run, or
 * with {@code error} and why not.
 */
final class PeerProcess implements AutoCloseable {

    private static final String READY = "ready ";
    private static final String ERROR = "error ";
    /** Set by the launcher because it suits ND4J; a peer keeps its own default. */
    private static final String WAITING = "OMP_WAIT_POLICY";

    private static final long PATIENCE_SECONDS = 5;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final Set<String> names;
    private final String description;

    /** Thrown with a sentence where there is no such peer, or where it cannot do what it is asked. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String sentence) {
            super(sentence);
        }
    }

    private PeerProcess(Process process, BufferedReader answers, String ready) {
        this.process = process;
        this.answers = answers;
        requests = process.outputWriter(StandardCharsets.UTF_8);
        String[] words = ready.split(" ", 3);
        names = Set.of(words[1].split(",", -1));
        description = words[2];
    }

    /** Starts one. */
    static PeerProcess start(List<String> command, Map<String, String> environment) throws Unavailable {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove(WAITING);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
            String line = answers.readLine();
            if (line != null && line.startsWith(READY)) {
                return new PeerProcess(process, answers, line);
            }
            process.destroy();
            throw new Unavailable(line == null ? "its process ended before it was ready" : line);
        } catch (IOException failure) {
            throw new Unavailable(command.get(0) + " does not start (" + failure.getMessage() + ")");
        }
    }

    /** What it says that it is. */
    String description() {
        return description;
    }

    /** Whether it can run what has this name. */
    boolean offers(String name) {
        return names.contains(name);
    }

    /**
     * The seconds of one run.
     *
     * @throws Unavailable with its own words where it cannot
     */
    double ask(String name, int length, int batch, int rounds, boolean backward) throws Unavailable {
        try {
            requests.write(String.format("%s %d %d %d %s%n", name, length, batch, rounds, backward));
            requests.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new Unavailable("its process ended, perhaps for want of memory");
            }
            if (answer.startsWith(ERROR)) {
                throw new Unavailable(answer.substring(ERROR.length()));
            }
            return Double.parseDouble(answer);
        } catch (IOException broken) {
            throw new Unavailable("its process ended (" + broken.getMessage() + ")");
        }
    }

    /** It ends by itself when no more requests come. */
    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
            throw new UncheckedIOException("a peer's process did not end in order", ended);
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
