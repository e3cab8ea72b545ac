package io.github.reformer4j.examples.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Lines over a quantity, each with a name. */
public final class Plot {

    private final String name;
    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final boolean logarithmic;
    private final Map<String, List<double[]>> lines = new LinkedHashMap<>();

    /**
     * A plot without lines.
     *
     * @param name of its PNG file
     * @param logarithmic whether both axes are
     */
    public Plot(String name, String title, String xTitle, String yTitle, boolean logarithmic) {
        this.name = name;
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.logarithmic = logarithmic;
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Adds a point to a line; one that was not measured (NaN), or that a logarithmic axis has no place for, is left out. */
    public void add(String line, double x, double y) {
        if (!Double.isNaN(y) && (!logarithmic || Math.min(x, y) > 0.0)) {
            lines.computeIfAbsent(line, key -> new ArrayList<>()).add(new double[] {x, y});
        }
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Draws all lines into a PNG file. */
    public void draw(Path png) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(540)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
        if (logarithmic) {
            chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        } else {
            chart.getStyler().setYAxisMin(0.0);
        }
        lines.forEach((line, points) -> chart.addSeries(
                line,
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray()));
        BitmapEncoder.saveBitmap(chart, png.toString(), BitmapFormat.PNG);
    }
}
