package io.github.reformer4j.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that people read, as files of the checkout. */
public final class Pages {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");

    private Pages() {}

    /** The folder of the checkout, above the module that is tested. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no CONTRIBUTING.md above the working folder");
        }
        return folder;
    }

    /** README, CONTRIBUTING, CHANGELOG and everything under docs. */
    static List<Path> all() {
        List<Path> pages = new ArrayList<>();
        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                .map(root()::resolve)
                .forEach(pages::add);
        pages.addAll(files(root().resolve("docs"), ".md"));
        return pages;
    }

    static List<Path> files(Path folder, String end) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What a file holds. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The contents of the fenced blocks of this language. */
    static List<String> blocks(String page, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(page);
        while (matcher.find()) {
            if (language.equals(matcher.group(1))) {
                blocks.add(Objects.requireNonNull(matcher.group(2)));
            }
        }
        return blocks;
    }

    /** The targets of links, code left out. */
    static List<String> links(String page) {
        String prose = CODE.matcher(BLOCK.matcher(page).replaceAll("")).replaceAll("");
        List<String> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(prose);
        while (matcher.find()) {
            links.add(Objects.requireNonNull(matcher.group(1)));
        }
        return links;
    }
}
