package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.image.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines over a quantity, each with a name. */
public final class Plot {

    /** How its axes count. */
    public enum Axes {
        /** Both evenly, from 0. */
        FROM_ZERO,
        /** Both evenly, upwards from where the lines are. */
        CLOSE,
        /** Both evenly, upwards from 0 to 100 %. */
        PERCENT,
        /** Both in doublings. */
        DOUBLING
    }

    private final String name;
    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final Axes axes;
    private final Map<String, List<double[]>> lines = new LinkedHashMap<>();

    /**
     * A plot without lines.
     *
     * @param name of its PNG file
     */
    public Plot(String name, String title, String xTitle, String yTitle, Axes axes) {
        this.name = name;
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.axes = axes;
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Adds a point to a line; one that was not measured (NaN), or that an axis of doublings has no place for, is left out. */
    public void add(String line, double x, double y) {
        if (!Double.isNaN(y) && (axes != Axes.DOUBLING || Math.min(x, y) > 0.0)) {
            lines.computeIfAbsent(line, key -> new ArrayList<>()).add(new double[] {x, y});
        }
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Draws all lines into a PNG file. */
    public void draw(Path png) throws IOException {
        LineChart chart = chart();
        lines.forEach((line, points) -> chart.add(line, along(points, 0), along(points, 1)));
        Png.write(chart.draw(), png);
    }

    private LineChart chart() {
        return switch (axes) {
            case FROM_ZERO -> LineChart.plain(title, xTitle, yTitle);
            case CLOSE -> LineChart.plain(title, xTitle, yTitle).notFromZero();
            case PERCENT -> LineChart.plain(title, xTitle, yTitle).inPercent();
            case DOUBLING -> LineChart.doubling(title, xTitle, yTitle).doublingUpwards();
        };
    }

    private static List<Double> along(List<double[]> points, int axis) {
        return points.stream().map(point -> point[axis]).toList();
    }
}
