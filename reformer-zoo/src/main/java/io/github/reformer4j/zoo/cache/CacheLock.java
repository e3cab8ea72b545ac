package io.github.reformer4j.zoo.cache;

import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.download.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of one process change a model in the cache; others wait. The system lets go of it when the process ends,
 * however it ends. The file stays, because whoever deletes it may delete what another has just locked.
 */
public final class CacheLock implements AutoCloseable {

    private static final long POLL_MILLIS = 50;

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    static CacheLock take(Path file, Patience patience, FetchListener listener) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            await(file, channel, patience, listener);
            taken = true;
            return new CacheLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static void await(Path file, FileChannel channel, Patience patience, FetchListener listener)
            throws IOException {
        long began = System.nanoTime();
        if (tryLock(channel) != null) {
            return;
        }
        listener.note("another process fetches this model; waiting for it (" + file + ")");
        while (tryLock(channel) == null) {
            if (System.nanoTime() - began > patience.other().toNanos()) {
                throw new IOException("another process has held " + file + " for "
                        + patience.other().toSeconds() + " s");
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    /** Lets go. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
