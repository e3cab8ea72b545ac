package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.experiment.MetricsCsv;
import io.github.reformer4j.examples.image.Png;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The training curve of a metrics file as a picture: the loss of each step, and over it that of held-out text. */
final class Curve {

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
        MetricsCsv metrics = MetricsCsv.read(csv);
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(540)
                .title("Training curve")
                .xAxisTitle("step")
                .yAxisTitle(material.unit())
                .build();
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisDecimalPattern("#,##0")
                .setXAxisTickMarkSpacingHint(110)
                .setLegendPosition(LegendPosition.InsideNE)
                .setChartBackgroundColor(Color.WHITE);
        add(chart, metrics.points("loss_bits"), material.words() + " of the step", FAINT);
        add(chart, metrics.points("held_out_bits"), "held-out " + material.words(), STRONG);
        return chart.getSeriesMap().isEmpty() ? null : BitmapEncoder.getBufferedImage(chart);
    }

    private static void add(XYChart chart, MetricsCsv.Points points, String name, Color color) {
        if (!points.steps().isEmpty()) {
            chart.addSeries(name, points.steps(), points.values())
                    .setMarker(points.steps().size() < 50 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                    .setMarkerColor(color)
                    .setLineColor(color)
                    .setLineStyle(new BasicStroke(1.5f));
        }
    }
}
