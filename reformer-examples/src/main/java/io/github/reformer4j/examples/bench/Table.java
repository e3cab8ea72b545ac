package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of measured figures, as CSV with all digits and as Markdown for people. A figure that is not there is NaN. */
public final class Table {

    private static final String NOTHING = "–";

    private final String name;
    private final List<Column> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param name in CSV, with the unit
     * @param heading for people
     * @param format of a value for people, as {@link String#format} has it
     */
    public record Column(String name, String heading, String format) {}

    /**
     * A table without rows.
     *
     * @param name of its CSV file
     */
    public Table(String name, Column... columns) {
        this.name = name;
        this.columns = List.of(columns);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Adds a row: a value for each column, text or number. */
    public void add(Object... values) {
        require(
                values.length == columns.size(),
                "a row of table %s needs %d values, got %d",
                name,
                columns.size(),
                values.length);
        rows.add(List.of(values));
    }

    /** Rows so far. */
    public int size() {
        return rows.size();
    }

    /** A line for each row, behind a header; text that holds commas is quoted. */
    public String csv() {
        String header = columns.stream().map(Column::name).collect(Collectors.joining(",", "", "\n"));
        return rows.stream()
                .map(row -> row.stream().map(Table::cell).collect(Collectors.joining(",", "", "\n")))
                .collect(Collectors.joining("", header, ""));
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return number.isNaN() ? "" : String.format(Locale.ROOT, "%.6g", number);
        }
        String text = value.toString();
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** A table for people; numbers stand on the right. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(line(columns.stream().map(Column::heading).toList()));
        text.append(line(columns.stream()
                .map(column -> column.format().endsWith("s") ? "---" : "---:")
                .toList()));
        rows.forEach(row -> text.append(line(IntStream.range(0, row.size())
                .mapToObj(i -> shown(columns.get(i), row.get(i)))
                .toList())));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String shown(Column column, Object value) {
        return value instanceof Double number && number.isNaN()
                ? NOTHING
                : String.format(Locale.ROOT, column.format(), value);
    }
}
