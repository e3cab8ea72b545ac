package io.github.reformer4j.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all: written beside, forced to the disk, and moved into place. Whatever goes wrong,
 * the file that stood there before still stands. A path has one writer at a time; what a killed one left beside is written
 * over by the next.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** What writes a file; begins anew where an interrupt broke it off. */
    @FunctionalInterface
    public interface Writing {
        void to(FileChannel channel) throws IOException;
    }

    /** What is done when everything is on the disk and only the move into place is left. */
    @FunctionalInterface
    interface Last {
        void run() throws IOException;
    }

    /**
     * Writes a file.
     *
     * @throws UncheckedIOException with a sentence for people, where the disk is full, the folder is missing or locked
     */
    public static void write(Path path, Writing writing) {
        write(path, writing, () -> {});
    }

    static void write(Path path, Writing writing, Last last) {
        Path target = path.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        boolean moved = false;
        try {
            writeBeside(beside, writing);
            last.run();
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } catch (IOException problem) {
            throw failure(path, problem);
        } finally {
            if (!moved) {
                deleteQuietly(beside);
            }
        }
    }

    private static void writeBeside(Path beside, Writing writing) throws IOException {
        Uninterrupted.get(() -> {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writing.to(channel);
                channel.force(true);
                return channel;
            }
        });
    }

    /** Writes text in UTF-8. */
    public static void writeText(Path path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(path, channel -> TensorData.drain(channel, ByteBuffer.wrap(bytes)));
    }

    private static void deleteQuietly(Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException second) {
            // What made the writing fail is thrown already, and says more; the next writer clears this away.
        }
    }

    private static UncheckedIOException failure(Path path, IOException problem) {
        return new UncheckedIOException(
                String.format(
                        "%s could not be written (%s); free space or choose a folder that can be written, and run again: "
                                + "what stood there before is untouched",
                        path, reason(problem)),
                problem);
    }

    private static String reason(IOException problem) {
        return problem instanceof NoSuchFileException ? "its folder does not exist" : DiskProblem.reason(problem);
    }
}
