package io.github.reformer4j.zoo.download;

import io.github.reformer4j.zoo.index.ModelFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way: {@code NAME.part}, and in {@code NAME.origin} beside it where its bytes come from, so that another
 * process can go on with it.
 */
final class PartFile {

    private static final int BRIEF = 10_000;

    private final Path target;
    private final Path part;
    private final Path origin;

    PartFile(Path target) {
        this.target = target;
        part = target.resolveSibling(target.getFileName() + ".part");
        origin = target.resolveSibling(target.getFileName() + ".origin");
    }

    Path path() {
        return part;
    }

    long size() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /**
     * How many bytes the next download can go on after: those of the same source where it gave something to know its file
     * by; whose hash is known anyway may go on with any, because the whole is checked in the end.
     */
    long resumableFrom(URI source, ModelFile file) throws IOException {
        boolean same = validatorOf(source) != null;
        return same || file.sha256() != null ? size() : 0;
    }

    /** By which the source knows which version of the file these bytes are from; null: they are not from there. */
    @Nullable
    String validatorOf(URI source) throws IOException {
        if (!Files.exists(origin) || Files.size(origin) > BRIEF) {
            return null;
        }
        List<String> lines = new String(Files.readAllBytes(origin), StandardCharsets.UTF_8)
                .lines()
                .toList();
        boolean same = lines.size() == 2 && lines.get(0).equals(source.toString());
        return same ? lines.get(1) : null;
    }

    /** Opens it to be written on from this byte. */
    OutputStream writeFrom(long from, URI source, @Nullable String validator) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        if (from == 0) {
            Files.deleteIfExists(part);
            Files.deleteIfExists(origin);
            if (validator != null) {
                Files.writeString(origin, source + "\n" + validator + "\n");
            }
        }
        return new FileOutputStream(part.toFile(), true);
    }

    /** Moves the whole file to its place. */
    void finish() throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(origin);
    }

    void discard() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(origin);
    }
}
