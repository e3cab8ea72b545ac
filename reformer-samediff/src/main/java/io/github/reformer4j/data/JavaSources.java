package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads Java source code from {@code -sources.jar} files, folders and single files. Every file loses the licence comment
 * at its top, since the same thousand bytes would start every file; generated files and second copies of a file are left
 * out. Jars are taken in the order of their names and files in the order of theirs, so that the corpus does not depend
 * on where it lies.
 */
public final class JavaSources {

    private static final String JAR = ".jar";
    private static final String JAVA = ".java";

    private JavaSources() {}

    /** A corpus of all Java files in these jars, in the {@code *-sources.jar} files and folders here, and of these files. */
    public static Corpus read(List<Path> paths) {
        require(!paths.isEmpty(), "a corpus of Java sources needs at least one jar, folder or file, got none");
        List<TextFile> files = new ArrayList<>();
        for (Path path : inOrder(paths)) {
            if (TextFiles.fileName(path).endsWith(JAR)) {
                files.addAll(readJar(path));
            } else {
                files.addAll(TextFiles.readUnder(path, name -> name.endsWith(JAVA)));
            }
        }
        require(
                !files.isEmpty(),
                "there are no Java files in %s; name -sources.jar files, or folders with .java files",
                TextFiles.source(paths));
        return Corpus.of(TextFiles.source(paths), written(files));
    }

    /** All jars, whether named or found in a folder, by file name; then the folders and files as they were named. */
    private static List<Path> inOrder(List<Path> paths) {
        List<Path> jars = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                TextFiles.under(path).stream()
                        .filter(file -> TextFiles.fileName(file).endsWith("-sources.jar"))
                        .forEach(jars::add);
                others.add(path);
            } else {
                (TextFiles.fileName(path).endsWith(JAR) ? jars : others).add(path);
            }
        }
        jars.sort(Comparator.comparing(TextFiles::fileName).thenComparing(Path::toString));
        jars.addAll(others);
        return jars;
    }

    private static List<TextFile> readJar(Path path) {
        require(Files.exists(path), "there is no file or folder %s; check the path", path);
        return TextFiles.read(path, jar -> {
            List<TextFile> files = new ArrayList<>();
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                List<? extends ZipEntry> entries = zip.stream()
                        .filter(entry -> !entry.isDirectory() && entry.getName().endsWith(JAVA))
                        .sorted(Comparator.comparing(ZipEntry::getName))
                        .toList();
                for (ZipEntry entry : entries) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        files.add(new TextFile(entry.getName(), in.readAllBytes()));
                    }
                }
            }
            return files;
        });
    }

    /** What people wrote: no generated files, no licence comments, no second copies. */
    private static List<TextFile> written(List<TextFile> files) {
        Set<String> seen = new HashSet<>();
        List<TextFile> kept = new ArrayList<>();
        for (TextFile file : files) {
            String text = new String(file.text(), StandardCharsets.ISO_8859_1); // keeps every byte as it is
            if (!JavaHeader.isGenerated(text)) {
                byte[] body = JavaHeader.withoutLicence(text).getBytes(StandardCharsets.ISO_8859_1);
                if (seen.add(Sha256.of(body))) {
                    kept.add(new TextFile(file.name(), body));
                }
            }
        }
        return kept;
    }
}
