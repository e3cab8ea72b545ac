package io.github.reformer4j.examples.cli;

import io.github.reformer4j.check.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A path at which something is written, and nothing stands yet that would be lost. */
final class NewPlace {

    private NewPlace() {}

    static void require(String option, Path path) throws IOException {
        Check.require(
                !Files.exists(path) || isEmptyFolder(path),
                "%s %s exists; name a new place, or an empty folder, so that nothing is lost",
                option,
                path);
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }
}
