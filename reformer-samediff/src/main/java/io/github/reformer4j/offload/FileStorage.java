package io.github.reformer4j.offload;

import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.checkpoint.FolderLock;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder with a file for each set of arrays, which grows as layers are written. The files are of use to this process alone:
 * the system deletes them when they are closed, on Unix even when the process is killed. They are read and written, not
 * mapped, so that the memory of the process holds the layers that it works on and nothing else.
 */
final class FileStorage implements Storage {

    private final Path folder;
    private final FolderLock lock;
    private int shelves;

    private FileStorage(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes the folder where it is missing, and locks it. */
    static FileStorage in(Path folder) {
        try {
            Files.createDirectories(folder);
            return new FileStorage(folder, FolderLock.take(folder));
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "the folder %s cannot hold offloaded layers (%s); choose one that can be written",
                            folder, DiskProblem.reason(problem)),
                    problem);
        }
    }

    @Override
    public Shelf shelf(String kind) throws IOException {
        shelves++;
        Path file = folder.resolve(kind + "-" + shelves + ".offload");
        Files.deleteIfExists(file); // of a process that was killed, where the system did not delete it
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        return new OpenFile(channel);
    }

    @Override
    public String describe() {
        return "the folder " + folder;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private record OpenFile(FileChannel channel) implements Shelf {

        @Override
        public void write(long at, ByteBuffer bytes) throws IOException {
            long place = at;
            while (bytes.hasRemaining()) {
                place += channel.write(bytes, place);
            }
        }

        @Override
        public void read(long at, ByteBuffer bytes) throws IOException {
            long place = at;
            while (bytes.hasRemaining()) {
                int count = channel.read(bytes, place);
                if (count < 0) {
                    throw new EOFException("the file ends too early");
                }
                place += count;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
