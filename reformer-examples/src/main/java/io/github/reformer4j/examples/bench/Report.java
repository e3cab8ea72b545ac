package io.github.reformer4j.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one subject gave.
 *
 * @param title of its part of the summary
 * @param explanation what the tables show, in a sentence or two
 * @param tables one CSV file each
 * @param plots one PNG file each
 */
record Report(String title, String explanation, List<Table> tables, List<Plot> plots) {

    /** The part of the summary, in Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder("## " + title + "\n\n" + explanation + "\n");
        tables.stream()
                .filter(table -> table.size() > 0)
                .forEach(table -> text.append('\n').append(table.markdown()));
        return text.toString();
    }

    /** Writes the files into a folder that exists. */
    void write(Path folder) throws IOException {
        for (Table table : tables) {
            if (table.size() > 0) {
                Files.writeString(folder.resolve(table.name() + ".csv"), table.csv());
            }
        }
        for (Plot plot : plots) {
            if (!plot.isEmpty()) {
                plot.draw(folder.resolve(plot.name() + ".png"));
            }
        }
    }
}
