package io.github.reformer4j.zoo.cache;

import io.github.reformer4j.checkpoint.AtomicFile;
import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.download.Patience;
import io.github.reformer4j.zoo.download.Sha256Hash;
import io.github.reformer4j.zoo.index.ModelEntry;
import io.github.reformer4j.zoo.index.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the cache has of a model. Looking writes nothing, so that a cache may be read-only. */
public final class CachedModel {

    /** What {@link #problem} says where there is no file. */
    public static final String MISSING = "is missing";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int BRIEF = 1000;

    private final ModelEntry entry;
    private final Path folder;
    private final Path lock;

    CachedModel(ModelEntry entry, Path folder, Path lock) {
        this.entry = entry;
        this.folder = folder;
        this.lock = lock;
    }

    /** The folder with its files. */
    public Path folder() {
        return folder;
    }

    /** Where a file is, or would be. */
    public Path path(ModelFile file) {
        return folder.resolve(file.name());
    }

    /** Whether all files are there as they should be. */
    public boolean isWhole(boolean thorough) throws IOException {
        return problems(thorough).isEmpty();
    }

    /** Whether no file of the model is there. */
    public boolean isAbsent() {
        return entry.files().stream().noneMatch(file -> Files.exists(path(file)));
    }

    /**
     * What is wrong with its files, a few words for each that is not sound.
     *
     * @param thorough whether bytes are read and hashed; else sizes and the recorded hashes are compared
     */
    public List<String> problems(boolean thorough) throws IOException {
        List<String> problems = new ArrayList<>();
        for (ModelFile file : entry.files()) {
            String problem = problem(file, thorough);
            if (problem != null) {
                problems.add(path(file) + " " + problem);
            }
        }
        return problems;
    }

    /** What is wrong with a file, to be said behind its path; null: it is sound. */
    public @Nullable String problem(ModelFile file, boolean thorough) throws IOException {
        Path path = path(file);
        if (!Files.isRegularFile(path)) {
            return MISSING;
        }
        long size = Files.size(path);
        if (file.size() != ModelFile.UNKNOWN && size != file.size()) {
            return String.format("has %,d bytes, expected %,d", size, file.size());
        }
        String recorded = recordedHash(file);
        String expected = expectedHash(file);
        if (expected == null) {
            return null;
        }
        String hash = recorded == null || thorough ? Sha256Hash.of(path) : recorded;
        return hash.equals(expected) ? null : "has the SHA-256 " + hash + ", expected " + expected;
    }

    /** The hash that the file must have: as the index says, else as the first download found it; null: not known yet. */
    public @Nullable String expectedHash(ModelFile file) throws IOException {
        return file.sha256() == null ? recordedHash(file) : file.sha256();
    }

    private @Nullable String recordedHash(ModelFile file) throws IOException {
        Path record = record(file);
        if (!Files.isRegularFile(record) || Files.size(record) > BRIEF) {
            return null;
        }
        String text = new String(Files.readAllBytes(record), StandardCharsets.UTF_8);
        String hash = text.substring(0, Math.min(64, text.length()));
        return HASH.matcher(hash).matches() ? hash : null;
    }

    /** Records hashes of files that somebody else has put here, where that can be done. */
    public void adopt() throws IOException {
        if (!Files.isWritable(folder)) {
            return;
        }
        for (ModelFile file : entry.files()) {
            if (recordedHash(file) == null) {
                adopt(file);
            }
        }
    }

    private void adopt(ModelFile file) throws IOException {
        String hash = Sha256Hash.of(path(file));
        try {
            record(file, hash);
        } catch (UncheckedIOException readOnly) {
            // The file is sound; that its hash cannot be kept only means that it is computed again.
        }
    }

    /** Writes the hash of a file beside it. */
    public void record(ModelFile file, String hash) {
        AtomicFile.writeText(record(file), hash + "  " + file.name() + "\n");
    }

    private Path record(ModelFile file) {
        return folder.resolve(file.name() + ".sha256");
    }

    /** Keeps others from changing this model until the lock is closed. */
    public CacheLock lock(Patience patience, FetchListener listener) throws IOException {
        return CacheLock.take(lock, patience, listener);
    }

    /**
     * Deletes the model's folder, with what is left of broken downloads.
     *
     * @return bytes that were freed
     */
    public long remove() throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        List<Path> paths;
        try (Stream<Path> walked = Files.walk(folder)) {
            paths = walked.sorted(Comparator.reverseOrder()).toList();
        }
        long bytes = 0;
        for (Path path : paths) {
            bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
            Files.delete(path);
        }
        Path ofName = Objects.requireNonNull(folder.getParent());
        try (Stream<Path> versions = Files.list(ofName)) {
            if (versions.findAny().isPresent()) {
                return bytes;
            }
        }
        Files.deleteIfExists(ofName);
        return bytes;
    }
}
