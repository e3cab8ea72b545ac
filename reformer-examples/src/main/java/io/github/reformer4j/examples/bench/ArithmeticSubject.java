package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** How much of the rate of large matrix products the useful arithmetic of attention reaches, measured in turn with these. */
final class ArithmeticSubject implements Subject {

    private static final double GIGA = 1e9;

    private final BenchSettings settings;
    private final Table table = new Table(
            "arithmetic",
            new Column("attention", "attention", "%s"),
            new Column("what", "what", "%s"),
            new Column("backward", "backward", "%s"),
            new Column("seconds", "s", "%.4f"),
            new Column("gflop", "GFLOP", "%.2f"),
            new Column("gflop_per_second", "GFLOP/s", "%.1f"),
            new Column("share_of_sgemm", "share of sgemm", "%.2f"));

    ArithmeticSubject(BenchSettings settings) {
        this.settings = settings;
    }

    @Override
    public Report run(Consumer<String> progress) {
        Shape shape = settings.shape();
        List<LayerKind> kinds = List.of(
                LayerKind.lsh(shape, 4), LayerKind.lsh(shape, 1), LayerKind.local(shape), LayerKind.exact(shape));
        double rate = 0.0;
        for (LayerKind kind : kinds) {
            if (!kind.exact() || settings.tokens() <= settings.exactLimit()) {
                rate = measure(kind);
                progress.accept("arithmetic: " + kind.name() + " done");
            }
        }
        String explanation = String.format(
                Locale.ROOT,
                "At %,d tokens, one sequence. layer: projections, hashing, sorting and attention, the arithmetic of projections "
                        + "and attention counted; attention: the same without projections; kernel: scores, softmax and "
                        + "values alone, in an order made before. sgemm (1,024 squared) ran at %.1f GFLOP/s in the last turns.",
                settings.tokens(),
                rate / GIGA);
        return new Report("Share of the rate of sgemm", explanation, List.of(table), List.of());
    }

    /** Measures one kind; the rate of sgemm meanwhile. */
    private double measure(LayerKind kind) {
        int length = settings.tokens();
        List<Timed> cases = new ArrayList<>(List.of(new Sgemm()));
        for (boolean backward : new boolean[] {false, true}) {
            cases.add(new LayerCase(kind, 1, length, backward));
            cases.add(new AttentionCase(kind, 1, length, false, backward));
            cases.add(new AttentionCase(kind, 1, length, true, backward));
        }
        Measured measured = settings.turns().measure(cases);
        for (boolean backward : new boolean[] {false, true}) {
            double attention = kind.attention(1, length, backward);
            double layer = kind.layer(1, length, backward);
            addRow(kind, "layer", backward, LayerCase.name(kind, backward), layer, measured);
            addRow(kind, "attention", backward, AttentionCase.name(kind, false, backward), attention, measured);
            addRow(kind, "kernel", backward, AttentionCase.name(kind, true, backward), attention, measured);
        }
        return Sgemm.rate(measured);
    }

    private void addRow(
            LayerKind kind, String what, boolean backward, String name, double operations, Measured measured) {
        table.add(
                kind.name(),
                what,
                backward ? "with" : "without",
                measured.median(name),
                operations / GIGA,
                operations / GIGA / measured.median(name),
                Sgemm.share(measured, name, operations));
    }
}
