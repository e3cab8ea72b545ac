package io.github.reformer4j.zoo.tensors.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that only come one after another, such as compressed ones. Reading on costs what it must, reading back begins anew;
 * so read in the order of the file.
 */
public final class StreamBytes implements Bytes {

    /** Opens the stream at its begin. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }

    private final Object what;
    private final long size;
    private final Opening opening;
    private @Nullable InputStream stream;
    private long position;

    /**
     * @param what named in messages
     * @param size how many bytes there are at most
     * @param opening opens the stream, more than once
     */
    public StreamBytes(Object what, long size, Opening opening) {
        this.what = what;
        this.size = size;
        this.opening = opening;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long at, byte[] into, int offset, int count) {
        try {
            InputStream here = open(at);
            if (!skipTo(here, at)) {
                return 0;
            }
            int read = here.readNBytes(into, offset, count);
            position += read;
            return read;
        } catch (EOFException | ZipException damaged) {
            throw new IllegalArgumentException(
                    String.format("%s is damaged (%s); fetch it again", what, damaged), damaged);
        } catch (IOException problem) {
            throw Bytes.unreadable(what, problem);
        }
    }

    private InputStream open(long at) throws IOException {
        InputStream current = stream;
        if (current == null || at < position) {
            close();
            current = opening.open();
            stream = current;
            position = 0;
        }
        return current;
    }

    private boolean skipTo(InputStream here, long at) throws IOException {
        while (position < at) {
            long skipped = here.skip(at - position);
            if (skipped <= 0 && here.read() < 0) {
                return false;
            }
            position += Math.max(skipped, 1);
        }
        return true;
    }

    @Override
    public String toString() {
        return what.toString();
    }

    /** Closes the stream that is open; reading opens another. */
    @Override
    public void close() {
        InputStream open = stream;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException problem) {
                throw Bytes.unreadable(what, problem);
            }
        }
    }
}
