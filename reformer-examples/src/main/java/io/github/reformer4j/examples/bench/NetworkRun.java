package io.github.reformer4j.examples.bench;

import java.util.Optional;

/**
 * A training step of a network in a process of its own.
 *
 * @param seconds of the step
 * @param bytes more than the process had before
 */
record NetworkRun(double seconds, long bytes) {

    /** From what the process printed; nothing where it did not come to its end. */
    static Optional<NetworkRun> parse(String output) {
        return output.lines()
                .filter(line -> line.startsWith(NetworkStep.RESULT))
                .map(line -> line.substring(NetworkStep.RESULT.length()).split(" ", -1))
                .map(parts -> new NetworkRun(Double.parseDouble(parts[0]), Long.parseLong(parts[1])))
                .findFirst();
    }
}
