package io.github.reformer4j.training;

import io.github.reformer4j.checkpoint.Uninterrupted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Folders that are there whole or not at all. A folder is written under another name and renamed; where one stands already,
 * it steps aside first, and steps back if nothing came in its place.
 */
final class FolderTree {

    private static final String PARTIAL = ".partial-";
    private static final String OLD = ".old-";

    private FolderTree() {}

    /** An empty folder beside {@code target} to write into. */
    static Path partial(Path target) throws IOException {
        Path partial = beside(PARTIAL, target);
        delete(partial);
        return Files.createDirectory(partial);
    }

    /** Moves the written folder to its place. */
    static void complete(Path partial, Path target) throws IOException {
        force(partial);
        Path old = beside(OLD, target);
        delete(old);
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /** Removes a whole folder at once: it loses its name before its files. */
    static void remove(Path target) throws IOException {
        Path old = beside(OLD, target);
        delete(old);
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /** Puts right what a process that was killed has left in {@code parent}. */
    static void recover(Path parent) throws IOException {
        for (Path path : children(parent)) {
            String name = String.valueOf(path.getFileName());
            if (name.startsWith(PARTIAL)) {
                delete(path);
            } else if (name.startsWith(OLD)) {
                Path target = path.resolveSibling(name.substring(OLD.length()));
                if (Files.exists(target)) {
                    delete(path);
                } else {
                    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    static List<Path> children(Path folder) throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    /** Deletes a folder and what is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (var walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    /** Has the system write the folder itself to the disk, its files are; Windows neither needs nor allows it. */
    private static void force(Path folder) throws IOException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            Uninterrupted.get(() -> {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return channel;
                }
            });
        }
    }

    private static Path beside(String prefix, Path target) {
        return target.resolveSibling(prefix + target.getFileName());
    }
}
