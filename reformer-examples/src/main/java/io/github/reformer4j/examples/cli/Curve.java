package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.chart.Palette;
import io.github.reformer4j.examples.experiment.MetricsCsv;
import io.github.reformer4j.examples.image.Png;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The training curve of a metrics file as a picture: the loss of each step, and over it that of held-out text. */
final class Curve {

    static final Color FAINT = new Color(150, 180, 225);
    static final Color STRONG = Palette.ORANGE;
    private static final int FEW = 50; // steps that have marks

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
        LineChart chart = LineChart.plain("Training curve: lower is better", "step", material.unit())
                .notFromZero();
        add(chart, metrics.points("loss_bits"), material.words() + " of the step", LineChart.Kind.NOISY, FAINT);
        add(chart, metrics.points("held_out_bits"), "held-out " + material.words(), LineChart.Kind.LINE, STRONG);
        return chart.isEmpty() ? null : chart.draw();
    }

    private static void add(LineChart chart, MetricsCsv.Points points, String name, LineChart.Kind kind, Color color) {
        if (!points.steps().isEmpty()) {
            chart.add(
                    name,
                    points.steps().size() < FEW ? LineChart.Kind.MEASURED : kind,
                    color,
                    points.steps(),
                    points.values());
        }
    }
}
