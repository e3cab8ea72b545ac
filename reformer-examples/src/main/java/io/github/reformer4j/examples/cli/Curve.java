package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The training curve of a metrics file as a picture. */
final class Curve {

    private Curve() {}

    /** Draws columns of a CSV file with a header over its column {@code x}; empty cells are left out. */
    static void draw(Path csv, String x, List<String> columns, Path png) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        List<String> header = List.of(lines.get(0).split(",", -1));
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(540)
                .title("Training curve")
                .xAxisTitle(x)
                .yAxisTitle("bits per byte")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
        for (String column : columns) {
            add(chart, lines, header.indexOf(x), header.indexOf(column), column);
        }
        if (!chart.getSeriesMap().isEmpty()) {
            BitmapEncoder.saveBitmap(chart, png.toString(), BitmapFormat.PNG);
        }
    }

    private static void add(XYChart chart, List<String> lines, int x, int y, String name) {
        require(x >= 0 && y >= 0, "the metrics file has no column %s; its header is %s", name, lines.get(0));
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length > Math.max(x, y) && !cells[y].isEmpty()) {
                xs.add(Double.valueOf(cells[x]));
                ys.add(Double.valueOf(cells[y]));
            }
        }
        if (!xs.isEmpty()) {
            chart.addSeries(name.replace('_', ' '), xs, ys)
                    .setMarker(xs.size() < 50 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
    }
}
