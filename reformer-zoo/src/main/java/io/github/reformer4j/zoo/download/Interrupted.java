package io.github.reformer4j.zoo.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** An interrupt of the thread ends a download, which can go on later; the thread stays interrupted. */
final class Interrupted {

    private Interrupted() {}

    static void check() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            check();
        }
    }
}
