package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second run out of a folder; the system lets go of the lock when the process ends, however it ends. */
public final class FolderLock implements AutoCloseable {

    private static final String FILE = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or throws where another run has it. */
    public static FolderLock take(Path folder) throws IOException {
        return Uninterrupted.get(() -> open(folder));
    }

    private static FolderLock open(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = lock(channel) != null;
            require(taken, "another run is writing to %s; wait for it, stop it, or choose another folder", folder);
            return new FolderLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
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
