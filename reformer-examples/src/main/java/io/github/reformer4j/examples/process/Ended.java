package io.github.reformer4j.examples.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A process that has ended.
 *
 * @param code that it ended with
 * @param output all that it printed, errors included
 */
public record Ended(int code, String output) {

    /** Starts a process and waits for its end. */
    public static Ended of(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
