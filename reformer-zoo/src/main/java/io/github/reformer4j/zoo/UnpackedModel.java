package io.github.reformer4j.zoo;

import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.zoo.download.Download;
import io.github.reformer4j.zoo.index.ModelEntry;
import io.github.reformer4j.zoo.index.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bundled model, its files copied from the class path and checked, in a folder for temporary files until it is read. So
 * it works where neither a network nor a folder to keep anything in is at hand.
 *
 * @param folder with its files
 */
record UnpackedModel(Path folder) implements AutoCloseable {

    static UnpackedModel of(ModelEntry entry, Download download) {
        UnpackedModel unpacked = new UnpackedModel(newFolder(entry));
        boolean whole = false;
        try {
            for (ModelFile file : entry.files()) {
                List<URI> resources =
                        file.sources().stream().filter(ModelFile::isResource).toList();
                ModelFile bundled = new ModelFile(file.name(), file.size(), file.sha256(), resources);
                download.fetch(bundled, unpacked.folder().resolve(file.name()), file.sha256(), hash -> {});
            }
            whole = true;
            return unpacked;
        } finally {
            if (!whole) {
                unpacked.close();
            }
        }
    }

    private static Path newFolder(ModelEntry entry) {
        try {
            return Files.createTempDirectory("reformer-" + entry.id().folder() + "-");
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s could not be unpacked into %s (%s); name a folder that can be written by -Djava.io.tmpdir",
                            entry.id(), System.getProperty("java.io.tmpdir"), DiskProblem.reason(problem)),
                    problem);
        }
    }

    /** Deletes the folder. */
    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException busy) {
            // The model is read already; what is left of a temporary folder is the system's to clear.
        }
    }
}
