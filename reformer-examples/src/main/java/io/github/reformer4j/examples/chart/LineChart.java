package io.github.reformer4j.examples.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over a quantity, in the manner of all pictures. An axis counts evenly or in doublings. */
public final class LineChart {

    /** Pixels across; all pictures share it. */
    public static final int WIDTH = 900;

    /** Pixels down. */
    public static final int HEIGHT = 600;

    // XChart sets ticks at the values where they are evenly apart, which for the steps of a training are 91, 182, 273.
    // With one of them aside, by less than is seen, it takes round numbers.
    private static final double ASIDE = 0.001;

    private static final int LEGEND = 820; // pixels that names side by side may take
    private static final int LETTER = 11; // pixels, about
    private static final int SIGN = 45; // pixels of the line before a name
    private static final float[] DASHES = {9f, 7f};

    private final XYChart chart;
    private final Ticks across;
    private Ticks upwards = Ticks.EVEN;
    private boolean fromZero = true;

    /** How a line is drawn. */
    public enum Kind {
        /** A line through marks. */
        MEASURED,
        /** A broken line without marks, for what stands beside. */
        BESIDE,
        /** A line without marks. */
        LINE,
        /** A thin line without marks, for what goes up and down. */
        NOISY
    }

    private LineChart(String title, String xTitle, String yTitle, Ticks across) {
        this.across = across;
        chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler()
                .setAxisTitleFont(Palette.LETTERS)
                .setAxisTickLabelsFont(Palette.LETTERS)
                .setYAxisLabelAlignment(TextAlignment.Right)
                .setPlotGridLinesColor(Palette.FAINT)
                .setPlotBorderVisible(false)
                .setChartTitleFont(Palette.HEADING)
                .setLegendFont(Palette.LETTERS)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(Palette.INK)
                .setMarkerSize(11);
    }

    /** Both axes begin at 0; the one across counts whole things. */
    public static LineChart plain(String title, String xTitle, String yTitle) {
        LineChart made = new LineChart(title, xTitle, yTitle, Ticks.EVEN);
        made.chart.getStyler().setXAxisMin(0.0).setXAxisDecimalPattern("#,##0").setXAxisTickMarkSpacingHint(90);
        return made;
    }

    /** The axis across counts in doublings. */
    public static LineChart doubling(String title, String xTitle, String yTitle) {
        LineChart made = new LineChart(title, xTitle, yTitle, Ticks.DOUBLING);
        made.chart.getStyler().setXAxisTickMarkSpacingHint(60);
        made.chart.setCustomXAxisTickLabelsFormatter(Ticks::power);
        return made;
    }

    /** The axis upwards is in percent, 0 to 100. */
    public LineChart inPercent() {
        chart.getStyler().setYAxisMax(100.0).setYAxisDecimalPattern("0' %'");
        return this;
    }

    /** The axis upwards counts in doublings. */
    public LineChart doublingUpwards() {
        upwards = Ticks.DOUBLING;
        chart.setCustomYAxisTickLabelsFormatter(Ticks::power);
        return notFromZero();
    }

    /** The axis upwards begins where the lines are. */
    public LineChart notFromZero() {
        fromZero = false;
        return this;
    }

    /** Adds a line through marks, in a colour that no other has. */
    public LineChart add(String name, List<? extends Number> xs, List<Double> ys) {
        return add(name, Kind.MEASURED, Palette.of(chart.getSeriesMap().size()), xs, ys);
    }

    /**
     * Adds a line.
     *
     * @param xs across, in the order of the line
     * @param ys upwards, as many
     */
    public LineChart add(String name, Kind kind, Color color, List<? extends Number> xs, List<Double> ys) {
        List<Double> places = new ArrayList<>(across.places(xs));
        if (across == Ticks.EVEN && chart.getSeriesMap().isEmpty()) {
            places.set(0, places.get(0) + ASIDE);
        }
        chart.addSeries(name, places, upwards.places(ys))
                .setMarker(kind == Kind.MEASURED ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                .setMarkerColor(color)
                .setLineColor(color)
                .setLineStyle(stroke(kind));
        return this;
    }

    private static BasicStroke stroke(Kind kind) {
        return switch (kind) {
            case BESIDE -> new BasicStroke(3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, DASHES, 0f);
            case NOISY -> new BasicStroke(1.5f);
            case MEASURED, LINE -> new BasicStroke(3f);
        };
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return chart.getSeriesMap().isEmpty();
    }

    /** The picture. */
    public BufferedImage draw() {
        Map<String, XYSeries> lines = chart.getSeriesMap();
        int names = lines.keySet().stream()
                .mapToInt(name -> SIGN + LETTER * name.length())
                .sum();
        chart.getStyler().setLegendLayout(names <= LEGEND ? LegendLayout.Horizontal : LegendLayout.Vertical);
        if (fromZero) {
            chart.getStyler().setYAxisMin(0.0);
        }
        if (across == Ticks.DOUBLING) {
            chart.getStyler()
                    .setXAxisMin(Math.floor(least(lines, XYSeries::getXMin)))
                    .setXAxisMax(Math.ceil(-least(lines, line -> -line.getXMax())));
        }
        if (upwards == Ticks.DOUBLING) {
            chart.getStyler()
                    .setYAxisMin(Math.floor(least(lines, XYSeries::getYMin)))
                    .setYAxisMax(Math.ceil(-least(lines, line -> -line.getYMax())));
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static double least(Map<String, XYSeries> lines, ToDoubleFunction<XYSeries> edge) {
        return lines.values().stream().mapToDouble(edge).min().orElse(0.0);
    }
}
