package io.github.reformer4j.zoo.download;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A source that has begun to give.
 *
 * @param body the bytes from {@code from} on
 * @param from where the body begins in the file
 * @param total bytes of the file; unknown: −1
 * @param validator by which a later request can say which version of the file it has the beginning of; null: none
 * @param endIsKnown whether a body that was cut off can be told from a whole one
 * @param isPage whether it is a page for people
 * @param hangUp ends the connection without reading on
 */
record Opened(
        InputStream body,
        long from,
        long total,
        @Nullable String validator,
        boolean endIsKnown,
        boolean isPage,
        Runnable hangUp)
        implements AutoCloseable {

    /** What is on this machine. */
    static Opened local(InputStream body, long total) {
        return new Opened(body, 0, total, null, true, false, () -> {});
    }

    @Override
    public void close() {
        hangUp.run();
        try {
            body.close();
        } catch (IOException nothingLeftToRead) {
            // Everything that was wanted has been read, or what made the reading fail is thrown already.
        }
    }
}
