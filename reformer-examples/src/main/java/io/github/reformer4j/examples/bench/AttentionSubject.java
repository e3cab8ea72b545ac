package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.Table.Column;
import io.github.reformer4j.examples.memory.StepProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Time and memory of layers of attention by length, as in figure 5 of the paper. */
final class AttentionSubject implements Subject {

    private static final double MEBI = 1 << 20;

    private final BenchSettings settings;
    private final List<LayerKind> kinds;
    private final Table table = new Table(
            "attention",
            new Column("length", "length", "%,d"),
            new Column("batch", "batch", "%d"),
            new Column("attention", "attention", "%s"),
            new Column("forward_seconds", "forward s", "%.4f"),
            new Column("with_backward_seconds", "with backward s", "%.4f"),
            new Column("forward_nanoseconds_per_token", "forward ns / token", "%,.0f"),
            new Column("with_backward_nanoseconds_per_token", "with backward ns / token", "%,.0f"),
            new Column("exact_by_this_forward", "exact / this, forward", "%.2f"),
            new Column("exact_by_this_with_backward", "exact / this, with backward", "%.2f"),
            new Column("peak_mib", "peak MiB with backward", "%,.0f"));
    private final Plot forward = plot("attention-forward", "Layer of attention, forward", "ns a token");
    private final Plot both = plot("attention-backward", "Layer of attention, forward and backward", "ns a token");
    private final Plot memory = plot("attention-memory", "Layer of attention, forward and backward", "peak MiB");

    AttentionSubject(BenchSettings settings) {
        this.settings = settings;
        Shape shape = settings.shape();
        kinds = List.of(
                LayerKind.lsh(shape, 4), LayerKind.lsh(shape, 1), LayerKind.local(shape), LayerKind.exact(shape));
    }

    private static Plot plot(String name, String title, String y) {
        return new Plot(name, title, "length, tokens", y, Plot.Axes.DOUBLING);
    }

    @Override
    public Report run(Consumer<String> progress) throws IOException, InterruptedException {
        for (int length : settings.lengths()) {
            List<LayerKind> all = kinds.stream()
                    .filter(kind -> !kind.exact() || length <= settings.exactLimit())
                    .toList();
            Measured measured = measure(length, all);
            for (LayerKind kind : all) {
                addRow(length, kind, measured);
            }
            progress.accept(String.format("attention: length %d done", length));
        }
        String explanation = String.format(
                "Layers with their projections, %d heads of %d, d_model %d, chunk %d, causal. lsh-r: r rounds of hashing; "
                        + "exact: all keys before, by tiles, with the weights of lsh; local: a chunk and the one before. "
                        + "Memory is the highest of a process of its own beyond one with ND4J loaded.",
                settings.shape().heads(),
                settings.shape().headSize(),
                settings.shape().depth(),
                settings.shape().chunk());
        return new Report("Attention by length", explanation, List.of(table), List.of(forward, both, memory));
    }

    private Measured measure(int length, List<LayerKind> all) {
        List<Timed> cases = new ArrayList<>();
        for (LayerKind kind : all) {
            cases.add(new LayerCase(kind, settings.batch(length), length, false));
            cases.add(new LayerCase(kind, settings.batch(length), length, true));
        }
        return settings.turns().measure(cases);
    }

    private void addRow(int length, LayerKind kind, Measured measured) throws IOException, InterruptedException {
        int batch = settings.batch(length);
        String name = LayerCase.name(kind, false);
        String withBackward = LayerCase.name(kind, true);
        LayerKind exact = LayerKind.exact(settings.shape());
        double perToken = 1e9 / ((double) batch * length);
        double peak = kind.equals(LayerKind.local(settings.shape())) ? Double.NaN : peak(kind, batch, length) / MEBI;
        table.add(
                length,
                batch,
                kind.name(),
                measured.median(name),
                measured.median(withBackward),
                measured.median(name) * perToken,
                measured.median(withBackward) * perToken,
                measured.ratio(LayerCase.name(exact, false), name),
                measured.ratio(LayerCase.name(exact, true), withBackward),
                peak);
        forward.add(kind.name(), length, measured.median(name) * perToken);
        both.add(kind.name(), length, measured.median(withBackward) * perToken);
        memory.add(kind.name(), length, peak);
    }

    private double peak(LayerKind kind, int batch, int length) throws IOException, InterruptedException {
        String shape = settings.shape().equals(Shape.QUICK) ? LayerMemory.QUICK : LayerMemory.USUAL;
        return StepProcess.measure(
                LayerMemory.class, List.of(shape, kind.name(), String.valueOf(batch), String.valueOf(length)));
    }
}
