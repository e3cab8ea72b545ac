package io.github.reformer4j.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over a quantity, in the manner of all pictures of a report. */
final class LineChart {

    private static final double LOG_2 = Math.log(2.0);
    private static final float[] DASHES = {9f, 7f};

    private final XYChart chart;
    private final DoubleUnaryOperator across;

    /** A line, or marks, or both. */
    enum Kind {
        /** A line through marks. */
        MEASURED,
        /** A broken line without marks, for what stands beside. */
        BESIDE,
        /** A line without marks. */
        LINE,
        /** Marks alone. */
        MARKS
    }

    private LineChart(String title, String xTitle, String yTitle, DoubleUnaryOperator across) {
        this.across = across;
        chart = new XYChartBuilder()
                .width(Drawing.WIDTH)
                .height(600)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler()
                .setAxisTitleFont(Palette.LETTERS)
                .setAxisTickLabelsFont(Palette.LETTERS)
                .setPlotGridLinesColor(Palette.FAINT)
                .setPlotBorderVisible(false)
                .setChartTitleFont(Palette.HEADING)
                .setLegendFont(Palette.LETTERS)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Vertical)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(Palette.INK);
    }

    /** Both axes begin at 0. */
    static LineChart plain(String title, String xTitle, String yTitle) {
        LineChart made = new LineChart(title, xTitle, yTitle, x -> x);
        made.chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0).setXAxisDecimalPattern("#,##0");
        return made;
    }

    /** The axis across counts in doublings. */
    static LineChart doubling(String title, String xTitle, String yTitle) {
        LineChart made = new LineChart(title, xTitle, yTitle, x -> Math.log(x) / LOG_2);
        made.chart.getStyler().setXAxisTickMarkSpacingHint(60);
        made.chart.setCustomXAxisTickLabelsFormatter(LineChart::power);
        return made;
    }

    /** 2 to a whole exponent; nothing for ticks between. */
    private static String power(double exponent) {
        long whole = Math.round(exponent);
        return Math.abs(exponent - whole) < 1e-6 ? String.format(Locale.ROOT, "%,d", 1L << whole) : "";
    }

    /** The axis upwards is in percent, 0 to 100. */
    LineChart inPercent() {
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setYAxisDecimalPattern("0'%'");
        return this;
    }

    /** Names stand side by side. */
    LineChart shortNames() {
        chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
        return this;
    }

    /** The axis upwards is logarithmic. */
    LineChart logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true);
        return this;
    }

    /** Adds a line. */
    LineChart add(String name, Kind kind, Color color, List<? extends Number> xs, List<Double> ys) {
        XYSeries series = chart.addSeries(
                name,
                xs.stream().map(x -> across.applyAsDouble(x.doubleValue())).toList(),
                ys);
        series.setMarker(marker(kind)).setMarkerColor(color).setLineColor(color);
        if (kind == Kind.BESIDE) {
            series.setLineStyle(new BasicStroke(3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, DASHES, 0f));
        } else if (kind == Kind.MARKS) {
            series.setLineStyle(new BasicStroke(0f)).setLineColor(new Color(0, 0, 0, 0));
        } else {
            series.setLineStyle(new BasicStroke(3f));
        }
        return this;
    }

    private static Marker marker(Kind kind) {
        return kind == Kind.BESIDE || kind == Kind.LINE ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE;
    }

    /** The picture. */
    BufferedImage draw() {
        chart.getStyler().setMarkerSize(11);
        return BitmapEncoder.getBufferedImage(chart);
    }
}
