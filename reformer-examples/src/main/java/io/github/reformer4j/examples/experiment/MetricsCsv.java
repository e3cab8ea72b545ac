package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The {@code metrics.csv} of a training. */
public final class MetricsCsv {

    private static final String STEP = "step";

    private final String header;
    private final List<String[]> rows;

    private MetricsCsv(String header, List<String[]> rows) {
        this.header = header;
        this.rows = rows;
    }

    /**
     * A column over the steps.
     *
     * @param steps at which there is a value
     * @param values one for each
     */
    public record Points(List<Double> steps, List<Double> values) {}

    /** Reads a file. */
    public static MetricsCsv read(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        return new MetricsCsv(
                lines.get(0),
                lines.subList(1, lines.size()).stream()
                        .map(line -> line.split(",", -1))
                        .toList());
    }

    /** The values of a column; cells that are empty, or missing in a row that was cut off, are left out. */
    public Points points(String column) {
        List<String> names = List.of(header.split(",", -1));
        int x = names.indexOf(STEP);
        int y = names.indexOf(column);
        require(x >= 0 && y >= 0, "the metrics file has no column %s; its header is %s", column, header);
        List<String[]> filled = rows.stream()
                .filter(cells -> cells.length > Math.max(x, y) && !cells[y].isEmpty())
                .toList();
        return new Points(
                filled.stream().map(cells -> Double.valueOf(cells[x])).toList(),
                filled.stream().map(cells -> Double.valueOf(cells[y])).toList());
    }
}
