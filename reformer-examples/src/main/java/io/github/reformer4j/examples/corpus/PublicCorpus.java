package io.github.reformer4j.examples.corpus;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.FolderLock;
import io.github.reformer4j.zoo.download.Download;
import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.download.Patience;
import io.github.reformer4j.zoo.download.Sha256Hash;
import io.github.reformer4j.zoo.index.ModelFile;
import io.github.reformer4j.zoo.index.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A text file that others publish in a zip of its own.
 *
 * @param name of the file, in the zip too
 * @param size bytes of the text
 * @param sha256 of the text, in hexadecimal
 * @param sources of the zip, the first one first
 */
public record PublicCorpus(String name, long size, String sha256, List<URI> sources) {

    /** The first 10^8 bytes of the English Wikipedia of March 2006, as Mahoney's compression benchmark has them. */
    public static final PublicCorpus ENWIK8 = new PublicCorpus(
            "enwik8",
            100_000_000,
            "2b49720ec4d78c3c9fabaee6e4179a5e997302b3a70029f30f2d582218c024a8",
            List.of(
                    URI.create("https://mattmahoney.net/dc/enwik8.zip"),
                    URI.create("https://data.deepai.org/enwik8.zip")));

    public PublicCorpus {
        sources = List.copyOf(sources);
    }

    /** The same from one other place: a mirror, or a copy on this machine. */
    public PublicCorpus from(URI source) {
        return new PublicCorpus(name, size, sha256, List.of(source));
    }

    /**
     * Brings the text into a folder, unless it is there: fetched with a {@code .part} that is resumed, unpacked, checked, moved
     * into place.
     *
     * @return the file
     * @throws io.github.reformer4j.zoo.download.FetchException with a sentence, where no source gives it
     * @throws IllegalArgumentException where what is there, or what came, is not this text
     */
    @SuppressWarnings("try") // the lock is held, not looked at
    public Path fetch(Path folder, FetchListener listener) throws IOException {
        Files.createDirectories(folder);
        Path text = folder.resolve(name);
        try (FolderLock lock = FolderLock.take(folder)) {
            if (Files.exists(text)) {
                require(
                        isRight(text),
                        "%s is not the %s of %,d bytes and SHA-256 %s; move it away, or choose another folder",
                        text,
                        name,
                        size,
                        sha256);
                return text;
            }
            Path zip = folder.resolve(name + ".zip");
            ModelFile file = new ModelFile(name + ".zip", ModelFile.UNKNOWN, null, sources);
            if (!Files.exists(zip)) {
                new Download(new ModelId(name, 1), Patience.DEFAULT, listener, false)
                        .fetch(file, zip, null, hash -> {});
            }
            unpack(zip, text);
            Files.delete(zip);
            return text;
        }
    }

    private void unpack(Path zip, Path text) throws IOException {
        Path part = text.resolveSibling(name + ".unpacked");
        try (ZipFile archive = new ZipFile(zip.toFile())) {
            ZipEntry entry = archive.getEntry(name);
            require(entry != null, "%s holds no file %s; delete it and run the command again", zip, name);
            try (InputStream stream = archive.getInputStream(entry)) {
                copy(stream, part);
            }
            require(
                    isRight(part),
                    "the %s in %s is not the one of %,d bytes and SHA-256 %s; delete the zip, or name another source",
                    name,
                    zip,
                    size,
                    sha256);
            Files.move(part, text, StandardCopyOption.ATOMIC_MOVE);
        } catch (ZipException damaged) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s is no whole zip (%s); delete it and run the command again", zip, damaged.getMessage()),
                    damaged);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** No more than the text should have, whatever the zip says of itself. */
    private void copy(InputStream stream, Path part) throws IOException {
        try (var out = Files.newOutputStream(part)) {
            byte[] block = new byte[1 << 16];
            long left = size + 1;
            int count = stream.read(block);
            while (count > 0 && left > 0) {
                out.write(block, 0, (int) Math.min(count, left));
                left -= count;
                count = stream.read(block);
            }
        }
    }

    private boolean isRight(Path file) throws IOException {
        return Files.size(file) == size && Sha256Hash.of(file).equals(sha256);
    }
}
