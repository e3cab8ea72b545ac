package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.chart.Palette;
import io.github.reformer4j.examples.memory.MemoryBenchmark;
import io.github.reformer4j.examples.memory.MemoryRow;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Memory of a training step against depth, ordinary and reversible, measured in processes of their own. */
final class MemoryFigure {

    private static final double MEBI = 1 << 20;
    private static final String PRESET = "compact";

    private MemoryFigure() {}

    /** Measures, a process for each depth and mode. */
    static List<MemoryRow> measure(List<Integer> depths, int length, Consumer<String> progress)
            throws IOException, InterruptedException {
        MemoryBenchmark benchmark = new MemoryBenchmark(
                NamedConfigurations.byName(PRESET),
                depths,
                List.of(length),
                List.of(MemoryMode.STORE, MemoryMode.REVERSIBLE),
                1);
        return benchmark
                .run(row -> progress.accept(String.format(
                        Locale.ROOT,
                        "memory: %d layers, %s, %,.0f MiB",
                        row.layers(),
                        row.mode(),
                        row.measured() / MEBI)))
                .rows();
    }

    static Figure of(List<MemoryRow> rows) {
        LineChart chart = LineChart.plain("Memory of a training step", "layers", "MiB");
        add(chart, rows, MemoryMode.STORE, "ordinary: every layer's activations kept", Palette.ORANGE);
        add(chart, rows, MemoryMode.REVERSIBLE, "reversible: activations rebuilt", Palette.BLUE);
        lasting(chart, rows);
        return Figure.of("memory", title(rows), explanation(rows), chart.draw());
    }

    private static void add(LineChart chart, List<MemoryRow> rows, MemoryMode mode, String name, Color color) {
        List<MemoryRow> line = of(rows, mode);
        chart.add(
                name,
                LineChart.Kind.MEASURED,
                color,
                line.stream().map(MemoryRow::layers).toList(),
                line.stream().map(row -> row.measured() / MEBI).toList());
    }

    private static void lasting(LineChart chart, List<MemoryRow> rows) {
        List<MemoryRow> line = of(rows, MemoryMode.REVERSIBLE);
        chart.add(
                "weights, gradients, state of Adam, bucket ids alone",
                LineChart.Kind.BESIDE,
                Palette.PALE,
                line.stream().map(MemoryRow::layers).toList(),
                line.stream().map(row -> row.lasting() / MEBI).toList());
    }

    private static List<MemoryRow> of(List<MemoryRow> rows, MemoryMode mode) {
        return rows.stream().filter(row -> row.mode() == mode).toList();
    }

    /** What a layer more costs, in MiB, from the shallowest to the deepest. */
    private static double perLayer(List<MemoryRow> line, ToLongFunction<MemoryRow> bytes) {
        MemoryRow first = line.get(0);
        MemoryRow last = line.get(line.size() - 1);
        return (bytes.applyAsLong(last) - bytes.applyAsLong(first)) / MEBI / (last.layers() - first.layers());
    }

    private static String title(List<MemoryRow> rows) {
        return String.format(
                Locale.ROOT,
                "A layer more costs %.1f MiB in ordinary training, %.1f MiB in reversible",
                perLayer(of(rows, MemoryMode.STORE), MemoryRow::measured),
                perLayer(of(rows, MemoryMode.REVERSIBLE), MemoryRow::measured));
    }

    private static String explanation(List<MemoryRow> rows) {
        return String.format(
                Locale.ROOT,
                "The highest memory of a training step of configuration %s at %,d tokens, beyond that of a JVM with ND4J; "
                        + "each mark is measured in a process of its own, %d in all, lines join them. Look at the slopes: of "
                        + "what a layer more costs, its weights, their gradients, the state of Adam and the bucket ids are "
                        + "%.1f MiB in either mode, the grey line; what the orange line has beyond it are mostly activations. "
                        + "./reformer memory measures more depths and lengths.",
                PRESET,
                rows.get(0).length(),
                rows.size(),
                perLayer(of(rows, MemoryMode.REVERSIBLE), MemoryRow::lasting));
    }
}
