package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Time of a layer of LSH attention by rounds of hashing. */
final class RoundsSubject implements Subject {

    private final BenchSettings settings;
    private final Table table = new Table(
            "rounds",
            new Column("rounds", "rounds", "%d"),
            new Column("forward_seconds", "forward s", "%.4f"),
            new Column("with_backward_seconds", "with backward s", "%.4f"),
            new Column("by_fewest_forward", "/ fewest rounds, forward", "%.2f"),
            new Column("by_fewest_with_backward", "/ fewest rounds, with backward", "%.2f"));
    private final Plot plot =
            new Plot("rounds", "Layer of LSH attention by rounds of hashing", "rounds", "seconds", Plot.Axes.FROM_ZERO);

    RoundsSubject(BenchSettings settings) {
        this.settings = settings;
    }

    @Override
    public Report run(Consumer<String> progress) {
        int length = settings.tokens();
        List<LayerKind> kinds = settings.rounds().stream()
                .map(rounds -> LayerKind.lsh(settings.shape(), rounds))
                .toList();
        List<Timed> cases = new ArrayList<>();
        for (LayerKind kind : kinds) {
            cases.add(new LayerCase(kind, 1, length, false));
            cases.add(new LayerCase(kind, 1, length, true));
        }
        Measured measured = settings.turns().measure(cases);
        kinds.forEach(kind -> addRow(kind, kinds.get(0), measured));
        progress.accept("rounds: done");
        return new Report(
                "Attention by rounds",
                String.format("The layer of LSH attention at %,d tokens, one sequence.", length),
                List.of(table),
                List.of(plot));
    }

    private void addRow(LayerKind kind, LayerKind fewest, Measured measured) {
        String forward = LayerCase.name(kind, false);
        String both = LayerCase.name(kind, true);
        table.add(
                kind.rounds(),
                measured.median(forward),
                measured.median(both),
                measured.ratio(forward, LayerCase.name(fewest, false)),
                measured.ratio(both, LayerCase.name(fewest, true)));
        plot.add("forward", kind.rounds(), measured.median(forward));
        plot.add("with backward", kind.rounds(), measured.median(both));
    }
}
