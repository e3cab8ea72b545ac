package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Training steps of a language model, and how much of the rate of sgemm their arithmetic reaches. */
final class StepSubject implements Subject {

    private static final double GIGA = 1e9;

    private final BenchSettings settings;
    private final Table table = new Table(
            "step",
            new Column("model", "model", "%s"),
            new Column("seconds", "s / step", "%.3f"),
            new Column("tokens_per_second", "tokens / s", "%,.0f"),
            new Column("gflop", "GFLOP", "%,.1f"),
            new Column("gflop_per_second", "GFLOP/s", "%.1f"),
            new Column("sgemm_gflop_per_second", "sgemm GFLOP/s", "%.1f"),
            new Column("share_of_sgemm", "share of sgemm", "%.2f"));

    StepSubject(BenchSettings settings) {
        this.settings = settings;
    }

    @Override
    public Report run(Consumer<String> progress) {
        Shape shape = settings.shape();
        List<StepModel> models = List.of(StepModel.values());
        List<Timed> cases = new ArrayList<>(List.of(new Sgemm()));
        models.forEach(model -> cases.add(model.steps(settings)));
        Measured measured = settings.turns().measure(cases);
        models.forEach(model -> addRow(model, measured));
        progress.accept("step: done");
        String explanation = String.format(
                "A training step with Adam of a language model of %d layers, d_model %d, d_ff %,d, vocabulary %d, at %,d tokens, "
                        + "one sequence. GFLOP: of dense layers and attention, what backward computes again included.",
                settings.layers(), shape.depth(), shape.feedForward(), shape.vocabulary(), settings.tokens());
        return new Report("Training step", explanation, List.of(table), List.of());
    }

    private void addRow(StepModel model, Measured measured) {
        double operations = Arithmetic.trainingStep(model.config(settings), 1, settings.tokens());
        double seconds = measured.median(model.title());
        table.add(
                model.title(),
                seconds,
                settings.tokens() / seconds,
                operations / GIGA,
                operations / GIGA / seconds,
                Sgemm.rate(measured) / GIGA,
                Sgemm.share(measured, model.title(), operations));
    }
}
