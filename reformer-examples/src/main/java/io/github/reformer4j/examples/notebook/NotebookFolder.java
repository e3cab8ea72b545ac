package io.github.reformer4j.examples.notebook;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of numbered scripts, {@code 03-reversible-block.jsh}.
 *
 * @param path the folder
 */
public record NotebookFolder(Path path) {

    private static final Pattern NUMBERED = Pattern.compile("0*(\\d+)-(.+)" + Pattern.quote(Notebook.END));
    private static final String PROPERTY = "reformer.notebooks";
    private static final Path IN_MODULE = Path.of("jshell");

    /** The one that the launcher names, or that of the checkout, or of its module, in which this process runs. */
    public static NotebookFolder standard() {
        String named = System.getProperty(PROPERTY);
        Path here = Files.isDirectory(IN_MODULE)
                ? IN_MODULE
                : Path.of("reformer-examples").resolve(IN_MODULE);
        return new NotebookFolder(named == null ? here : Path.of(named));
    }

    /** What an interactive jshell begins with. */
    public Path imports() {
        return path.resolve("imports" + Notebook.END);
    }

    /** All numbered scripts, by number. */
    public List<Notebook> all() throws IOException {
        require(
                Files.isDirectory(path),
                "there is no folder %s with scripts; start in the checkout, by ./reformer",
                path);
        List<Notebook> notebooks = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(NotebookFolder::isNumbered).sorted().toList()) {
                notebooks.add(Notebook.read(file));
            }
        }
        return notebooks;
    }

    private static boolean isNumbered(Path file) {
        return NUMBERED.matcher(String.valueOf(file.getFileName())).matches();
    }

    /**
     * A script by its path, its name or its number.
     *
     * @param wanted {@code my.jsh}, {@code 03-reversible-block}, {@code reversible-block}, {@code 03} or {@code 3}
     * @throws IllegalArgumentException in a sentence that lists the scripts, where there is none
     */
    public Notebook find(String wanted) throws IOException {
        Path file = Path.of(wanted);
        if (Files.isRegularFile(file)) {
            return Notebook.read(file);
        }
        List<Notebook> all = all();
        for (Notebook notebook : all) {
            if (isMeant(wanted, notebook.name() + Notebook.END)) {
                return notebook;
            }
        }
        throw new IllegalArgumentException(String.format(
                "there is no script '%s'; give the path of one, or the number or name of one of %s",
                wanted, all.stream().map(Notebook::name).toList()));
    }

    private static boolean isMeant(String wanted, String fileName) {
        Matcher parts = NUMBERED.matcher(fileName);
        String stem = wanted.endsWith(Notebook.END) ? wanted.substring(0, wanted.length() - 4) : wanted;
        return parts.matches()
                && (fileName.equals(stem + Notebook.END)
                        || stem.equals(parts.group(2))
                        || stem.matches("0*" + parts.group(1)));
    }
}
