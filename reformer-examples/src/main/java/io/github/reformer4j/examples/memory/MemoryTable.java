package io.github.reformer4j.examples.memory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV and as a table in Markdown, in MiB. What a layer adds is measured against the next shallower model.
 *
 * @param rows in the order in which they are shown
 */
public record MemoryTable(List<MemoryRow> rows) {

    private static final double MEBI = 1 << 20;
    private static final String CSV_HEADER = "layers,length,memory,measured_mib,estimated_mib,estimated_by_measured,"
            + "growth_per_layer_mib,lasting_per_layer_mib\n";
    private static final String MARKDOWN_HEADER = """
            | layers | length | memory | measured MiB | estimated MiB | estimated / measured | growth per layer MiB | weights, gradients, updater state, bucket ids of a layer MiB |
            |---:|---:|---|---:|---:|---:|---:|---:|
            """;

    public MemoryTable {
        rows = List.copyOf(rows);
    }

    /** A line for each row, behind a header. */
    public String csv() {
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%d,%d,%s,%.1f,%.1f,%.3f,%s,%s%n",
                        row.layers(),
                        row.length(),
                        row.mode(),
                        row.measured() / MEBI,
                        row.estimated() / MEBI,
                        row.ratio(),
                        growth(row, ""),
                        lasting(row, "")))
                .collect(Collectors.joining("", CSV_HEADER, ""));
    }

    /** A table for people. */
    public String markdown() {
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "| %d | %,d | %s | %,.1f | %,.1f | %.2f | %s | %s |%n",
                        row.layers(),
                        row.length(),
                        row.mode(),
                        row.measured() / MEBI,
                        row.estimated() / MEBI,
                        row.ratio(),
                        growth(row, "–"),
                        lasting(row, "–")))
                .collect(Collectors.joining("", MARKDOWN_HEADER, ""));
    }

    private String growth(MemoryRow row, String none) {
        MemoryRow before = shallower(row);
        return before == null ? none : perLayer(row.measured() - before.measured(), row, before);
    }

    private String lasting(MemoryRow row, String none) {
        MemoryRow before = shallower(row);
        return before == null ? none : perLayer(row.lasting() - before.lasting(), row, before);
    }

    private static String perLayer(long bytes, MemoryRow row, MemoryRow before) {
        return String.format(Locale.ROOT, "%.1f", bytes / MEBI / (row.layers() - before.layers()));
    }

    /** The deepest of the models that are shallower and else the same. */
    private @Nullable MemoryRow shallower(MemoryRow row) {
        Optional<MemoryRow> found = rows.stream()
                .filter(other -> other.differsInDepthFrom(row) && other.layers() < row.layers())
                .reduce((a, b) -> a.layers() > b.layers() ? a : b);
        return found.orElse(null);
    }
}
