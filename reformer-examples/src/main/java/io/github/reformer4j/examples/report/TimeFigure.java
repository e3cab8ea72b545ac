package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.bench.LengthTimes;
import io.github.reformer4j.examples.bench.LengthTimes.Row;
import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.chart.Palette;
import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** Time of a layer of attention against length, by hashing and exact. */
final class TimeFigure {

    private static final String EXACT = "exact";
    private static final String ONE_ROUND = "lsh-1";

    private TimeFigure() {}

    static Figure of(LengthTimes times) {
        LineChart chart = LineChart.doubling(
                        "Time of one layer, forward and backward", "tokens of the sequence", "milliseconds")
                .doublingUpwards();
        add(chart, times, ONE_ROUND, "LSH, 1 round", Palette.BLUE);
        add(chart, times, "lsh-4", "LSH, 4 rounds", Palette.GREEN);
        add(chart, times, EXACT, "exact, in tiles", Palette.ORANGE);
        return Figure.of("time", title(times), explanation(times), chart.draw());
    }

    private static void add(LineChart chart, LengthTimes times, String attention, String name, Color color) {
        List<Row> rows = times.rows().stream()
                .filter(row -> row.attention().equals(attention))
                .toList();
        chart.add(
                name,
                LineChart.Kind.MEASURED,
                color,
                rows.stream().map(Row::length).toList(),
                rows.stream().map(row -> 1000.0 * row.withBackward()).toList());
    }

    private static int longest(LengthTimes times) {
        return times.rows().stream().mapToInt(Row::length).max().orElse(0);
    }

    private static String title(LengthTimes times) {
        int length = longest(times);
        double ratio = times.withBackward(EXACT, length) / times.withBackward(ONE_ROUND, length);
        return String.format(
                Locale.ROOT,
                "At %,d tokens exact attention takes %.1f times as long as LSH with one round",
                length,
                ratio);
    }

    private static String explanation(LengthTimes times) {
        int length = longest(times);
        return String.format(
                Locale.ROOT,
                "Measured just now on this machine, other work on it included: a layer of %s on one sequence, single "
                        + "precision, medians. Both axes count in doublings: twice the length is one step to the right, twice "
                        + "the time one step up. The arithmetic of exact attention grows fourfold with twice the length, that of LSH "
                        + "twofold. Measured over the last step: LSH with one round %.1f "
                        + "times, exact %.1f times. At %,d tokens: LSH %,.0f ms with 1 round and %,.0f ms with 4, exact %,.0f ms. "
                        + "./reformer bench measures longer ones, and with more care.",
                LengthTimes.SIZES,
                lastStep(times, ONE_ROUND),
                lastStep(times, EXACT),
                length,
                1000.0 * times.withBackward(ONE_ROUND, length),
                1000.0 * times.withBackward("lsh-4", length),
                1000.0 * times.withBackward(EXACT, length));
    }

    /** How many times as long the longest takes as one of half its length. */
    private static double lastStep(LengthTimes times, String attention) {
        int length = longest(times);
        return times.withBackward(attention, length) / times.withBackward(attention, length / 2);
    }
}
