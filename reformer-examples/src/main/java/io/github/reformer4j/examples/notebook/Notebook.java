package io.github.reformer4j.examples.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A script of jshell that reads as a notebook. A paragraph of comment lines at the margin, with a blank line before it, is
 * prose; what stands between two of them is code. The first line of prose is the title.
 *
 * @param name of its file, without {@code .jsh}
 * @param source the script
 */
public record Notebook(String name, String source) {

    /** How names of scripts end. */
    public static final String END = ".jsh";

    private static final String COMMENT = "//";

    /**
     * A cell.
     *
     * @param isProse whether it is prose, without its slashes, or code
     * @param text its lines, the last one without an end
     */
    public record Cell(boolean isProse, String text) {}

    /** Reads a script. */
    public static Notebook read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        return new Notebook(
                name.endsWith(END) ? name.substring(0, name.length() - END.length()) : name, Files.readString(file));
    }

    /** What it is about: the first line of prose, or its name where there is none. */
    public String title() {
        return cells().stream()
                .filter(Cell::isProse)
                .findFirst()
                .map(prose -> prose.text().lines().findFirst().orElse(name))
                .orElse(name);
    }

    /** Prose and code in their order. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        List<String> held = new ArrayList<>();
        boolean prose = false;
        boolean afterBlank = true;
        for (String line : source.lines().toList()) {
            boolean comment = line.startsWith(COMMENT);
            if (prose != comment && (prose || afterBlank)) {
                finish(held, prose, cells);
                prose = comment;
            }
            held.add(line);
            afterBlank = line.isBlank();
        }
        finish(held, prose, cells);
        return cells;
    }

    private static void finish(List<String> lines, boolean prose, List<Cell> into) {
        String text =
                String.join("\n", prose ? lines.stream().map(Notebook::bare).toList() : lines);
        lines.clear();
        if (!text.isBlank()) {
            into.add(new Cell(prose, text.replaceFirst("^(\\h*\\R)+", "").stripTrailing()));
        }
    }

    private static String bare(String comment) {
        String text = comment.substring(COMMENT.length());
        return text.startsWith(" ") ? text.substring(1) : text;
    }
}
