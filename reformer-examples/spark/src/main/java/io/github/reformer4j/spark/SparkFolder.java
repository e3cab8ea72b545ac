package io.github.reformer4j.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that a worker of Spark takes for an installation of Spark: links to the jars of this JVM's class path. So the
 * executors run the very versions that Maven resolved, and nobody installs anything.
 *
 * @param home value of {@code SPARK_HOME}
 */
record SparkFolder(Path home) {

    private static final String JARS = "jars";

    /** Lays the links into {@code home}, which must not be there yet. */
    static SparkFolder link(Path home) throws IOException {
        Path jars = Files.createDirectories(home.resolve(JARS));
        int position = 0;
        for (Path entry : classPath().filter(Files::isRegularFile).toList()) {
            // Two groups may have a jar of one name.
            String name = String.format("%03d-%s", position++, entry.getFileName());
            Files.createSymbolicLink(jars.resolve(name), entry);
        }
        return new SparkFolder(home);
    }

    /** The rest of the class path, folders of classes, which executors must be told of. */
    static String classFolders() {
        List<String> folders =
                classPath().filter(Files::isDirectory).map(Path::toString).toList();
        return String.join(File.pathSeparator, folders);
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath());
    }
}
