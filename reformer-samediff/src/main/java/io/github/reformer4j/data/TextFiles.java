package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads text files and folders of them, whatever their encoding: bytes are taken as they are. Folders are read with all
 * folders in them, ordered by name; files and folders whose name starts with a dot are left out.
 */
public final class TextFiles {

    private TextFiles() {}

    /** A corpus of all files at and under these paths. */
    public static Corpus read(List<Path> paths) {
        require(!paths.isEmpty(), "a corpus needs at least one file or folder, got none");
        List<TextFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.addAll(readUnder(path, file -> true));
        }
        return Corpus.of(source(paths), files);
    }

    /** A corpus of one file or folder. */
    public static Corpus read(Path path) {
        return read(List.of(path));
    }

    /** How paths stand in a message. */
    static String source(List<Path> paths) {
        return paths.size() == 1 ? paths.get(0).toString() : paths.get(0) + " and " + (paths.size() - 1) + " more";
    }

    /** The chosen files at or under a path, ordered by name. */
    static List<TextFile> readUnder(Path path, java.util.function.Predicate<String> chosen) {
        List<TextFile> files = new ArrayList<>();
        for (Path file : under(path)) {
            String name = file.equals(path)
                    ? fileName(path)
                    : path.relativize(file).toString().replace('\\', '/');
            if (chosen.test(name)) {
                files.add(new TextFile(name, read(file, Files::readAllBytes)));
            }
        }
        return files;
    }

    /** The visible regular files at or under a path, ordered by name. */
    static List<Path> under(Path path) {
        require(Files.exists(path), "there is no file or folder %s; check the path", path);
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        return read(path, folder -> {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> isVisible(folder.relativize(file)))
                        .sorted(Comparator.comparing(file -> file.toString().replace('\\', '/')))
                        .toList();
            }
        });
    }

    /** Something that reads a file. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Path path) throws IOException;
    }

    /** Reads, or says in a sentence why that failed. */
    static <T> T read(Path path, Reading<T> reading) {
        try {
            return reading.from(path);
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new IllegalArgumentException(
                    String.format(
                            "cannot read %s (%s: %s); check that it is whole and may be read",
                            path, e.getClass().getSimpleName(), e.getMessage()),
                    e);
        }
    }

    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static boolean isVisible(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }
}
