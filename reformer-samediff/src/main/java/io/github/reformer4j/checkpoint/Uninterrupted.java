package io.github.reformer4j.checkpoint;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Reads and writes that an interrupt of their thread does not break off: a file channel of the JDK closes itself under an
 * interrupted thread. What an interrupt broke off begins anew, and the thread is interrupted again when it is done.
 */
public final class Uninterrupted {

    private Uninterrupted() {}

    /** What opens its channels itself and may be begun anew. */
    @FunctionalInterface
    public interface Access<T> {
        T run() throws IOException;
    }

    /** The result of an access. */
    public static <T> T get(Access<T> access) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return access.run();
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
