package io.github.reformer4j.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all: written beside, forced to the disk, and moved into place. Whatever goes wrong,
 * the file that stood there before still stands.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** What writes a file. */
    @FunctionalInterface
    public interface Writing {
        void to(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file.
     *
     * @throws UncheckedIOException with a sentence for people, where the disk is full, the folder is missing or locked
     */
    public static void write(Path path, Writing writing) {
        Path target = path.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writing.to(channel);
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException problem) {
            throw failure(path, beside, problem);
        }
    }

    /** Writes text in UTF-8. */
    public static void writeText(Path path, String text) {
        write(path, channel -> {
            java.nio.ByteBuffer bytes =
                    java.nio.ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    private static UncheckedIOException failure(Path path, Path beside, IOException problem) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException second) {
            problem.addSuppressed(second);
        }
        return new UncheckedIOException(
                String.format(
                        "%s could not be written (%s); free space or choose a folder that can be written, and run again: "
                                + "what stood there before is untouched",
                        path, reason(problem)),
                problem);
    }

    private static String reason(IOException problem) {
        if (problem instanceof java.nio.file.NoSuchFileException) {
            return "its folder does not exist";
        }
        if (problem instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
