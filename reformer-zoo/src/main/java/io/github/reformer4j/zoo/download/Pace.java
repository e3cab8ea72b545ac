package io.github.reformer4j.zoo.download;

import java.time.Duration;

/** Notices a connection that trickles: it never waits long for a byte, and never comes to an end. */
final class Pace {

    private static final int FEWEST = 1024;

    private final Duration window;
    private long began = System.nanoTime();
    private long bytes;

    Pace(Duration window) {
        this.window = window;
    }

    /** So many bytes more have come. */
    void count(int more) throws SourceException {
        bytes += more;
        long now = System.nanoTime();
        if (now - began < window.toNanos()) {
            return;
        }
        if (bytes < FEWEST) {
            throw SourceException.again("stalled: %d bytes in %d ms", bytes, window.toMillis());
        }
        began = now;
        bytes = 0;
    }
}
