package io.github.reformer4j.zoo.huggingface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Finds reference cases of a kind: those of the test resources, and those in the folder that the system
 * property {@value #PROPERTY} names, where it names one.
 */
final class CheckpointCases {

    static final String PROPERTY = "reference.fixtures";

    private CheckpointCases() {}

    /** A case of the test resources. */
    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(CheckpointCases.class.getResource("/reference/" + name))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Those of the test resources.
     *
     * @param kind what the name of the kind begins with
     */
    static List<CheckpointCase> ofResources(String kind) {
        return in(resource(""), kind);
    }

    /** Those of the named folder; none where no folder is named. */
    static List<CheckpointCase> ofNamedFolder(String kind) {
        String name = System.getProperty(PROPERTY, "");
        return name.isBlank() ? List.of() : in(Path.of(name), kind);
    }

    private static List<CheckpointCase> in(Path folder, String kind) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("case.json"))
                    .sorted()
                    .map(file -> CheckpointCase.read(file.resolveSibling("")))
                    .filter(reference -> reference.kind().startsWith(kind))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }
}
