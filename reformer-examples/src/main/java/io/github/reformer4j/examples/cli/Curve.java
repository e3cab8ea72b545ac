package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.examples.image.Png;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The training curve of a metrics file as a picture: the loss of each step, and over it that of held-out text. */
final class Curve {

    private static final String X = "step";
    static final Color FAINT = new Color(150, 180, 225);
    static final Color STRONG = new Color(200, 70, 20);

    private Curve() {}

    /** Draws a metrics file into another; with no step there is no picture. */
    static void draw(Path csv, Path png, Material material) throws IOException {
        BufferedImage picture = of(csv, material);
        if (picture != null) {
            Png.write(picture, png);
        }
    }

    /** The picture of a metrics file; cells that are empty are left out, and with no step it is null. */
    static @Nullable BufferedImage of(Path csv, Material material) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(540)
                .title("Training curve")
                .xAxisTitle(X)
                .yAxisTitle(material.unit())
                .build();
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisDecimalPattern("#,##0")
                .setXAxisTickMarkSpacingHint(110)
                .setLegendPosition(LegendPosition.InsideNE)
                .setChartBackgroundColor(Color.WHITE);
        add(chart, lines, "loss_bits", material.words() + " of the step", FAINT);
        add(chart, lines, "held_out_bits", "held-out " + material.words(), STRONG);
        return chart.getSeriesMap().isEmpty() ? null : BitmapEncoder.getBufferedImage(chart);
    }

    private static void add(XYChart chart, List<String> lines, String column, String name, Color color) {
        List<String> header = List.of(lines.get(0).split(",", -1));
        int x = header.indexOf(X);
        int y = header.indexOf(column);
        require(x >= 0 && y >= 0, "the metrics file has no column %s; its header is %s", column, lines.get(0));
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
            chart.addSeries(name, xs, ys)
                    .setMarker(xs.size() < 50 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                    .setMarkerColor(color)
                    .setLineColor(color)
                    .setLineStyle(new BasicStroke(1.5f));
        }
    }
}
