package io.github.reformer4j.examples.memory;

import io.github.reformer4j.reversible.MemoryMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Measured memory over depth as a picture: a line for each memory mode and length. */
final class MemoryPlot {

    private static final double MEBI = 1 << 20;

    private MemoryPlot() {}

    static void draw(List<MemoryRow> rows, Path png) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(540)
                .title("Memory of a training step")
                .xAxisTitle("layers")
                .yAxisTitle("MiB")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        for (int length : rows.stream().mapToInt(MemoryRow::length).distinct().toArray()) {
            for (MemoryMode mode : MemoryMode.values()) {
                add(chart, rows, length, mode);
            }
        }
        BitmapEncoder.saveBitmap(chart, png.toString(), BitmapFormat.PNG);
    }

    private static void add(XYChart chart, List<MemoryRow> rows, int length, MemoryMode mode) {
        List<MemoryRow> line = rows.stream()
                .filter(row -> row.length() == length && row.mode() == mode)
                .toList();
        if (!line.isEmpty()) {
            chart.addSeries(
                    String.format(Locale.ROOT, "%s, %,d tokens", mode, length),
                    line.stream().map(MemoryRow::layers).toList(),
                    line.stream().map(row -> row.measured() / MEBI).toList());
        }
    }
}
