package io.github.reformer4j.reference;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireState;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds reference cases: those of the test resources, and those in the folder that the system property {@value #PROPERTY}
 * names, where it names one.
 */
final class ReferenceCases {

    static final String PROPERTY = "reference.fixtures";
    static final String FILE = "case.json";

    private ReferenceCases() {}

    /** The cases that travel with the tests. */
    static List<ReferenceCase> fromResources() {
        return in(resources(), "the test resources");
    }

    /** The cases in the named folder, at any depth; none where no folder is named. */
    static List<ReferenceCase> fromNamedFolder(String name) {
        if (name.isBlank()) {
            return List.of();
        }
        Path folder = Path.of(name).toAbsolutePath().normalize();
        require(
                Files.isDirectory(folder),
                "the folder of reference cases %s does not exist; give -D%s an absolute path",
                folder,
                PROPERTY);
        return in(folder, "-D" + PROPERTY);
    }

    /** What the system property says; empty where it says nothing. */
    static String namedFolder() {
        return System.getProperty(PROPERTY, "");
    }

    /** The folder of the test resources with the cases, {@code FORMAT.md} and {@code num_buckets_auto.json}. */
    static Path resources() {
        URL url = ReferenceCases.class.getResource("/reference");
        requireState(url != null, "the test resources lack the folder %s", "reference");
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException failure) {
            throw new IllegalStateException("the test resources are no folder: " + url, failure);
        }
    }

    private static List<ReferenceCase> in(Path folder, String source) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<ReferenceCase> cases = files.filter(file -> file.endsWith(FILE))
                    .sorted()
                    .map(file -> ReferenceCase.read(file.resolveSibling("")))
                    .toList();
            require(!cases.isEmpty(), "%s, named by %s, holds no folder with a %s", folder, source, FILE);
            return cases;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }
}
