package io.github.reformer4j.examples.memory;

import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.image.Png;
import io.github.reformer4j.reversible.MemoryMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Measured memory over depth as a picture: a line for each memory mode and length. */
final class MemoryPlot {

    private static final double MEBI = 1 << 20;

    private MemoryPlot() {}

    static void draw(List<MemoryRow> rows, Path png) throws IOException {
        LineChart chart = LineChart.plain("Memory of a training step", "layers", "MiB");
        for (int length : rows.stream().mapToInt(MemoryRow::length).distinct().toArray()) {
            for (MemoryMode mode : MemoryMode.values()) {
                add(chart, rows, length, mode);
            }
        }
        Png.write(chart.draw(), png);
    }

    private static void add(LineChart chart, List<MemoryRow> rows, int length, MemoryMode mode) {
        List<MemoryRow> line = rows.stream()
                .filter(row -> row.length() == length && row.mode() == mode)
                .toList();
        if (!line.isEmpty()) {
            chart.add(
                    String.format(Locale.ROOT, "%s, %,d tokens", mode, length),
                    line.stream().map(MemoryRow::layers).toList(),
                    line.stream().map(row -> row.measured() / MEBI).toList());
        }
    }
}
