package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.Table.Column;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<String, ReformerConfig> models = new LinkedHashMap<>();
        models.put(
                "local and LSH in turn, 1 round",
                shape.model(settings.layers(), 1, AttentionKind.LOCAL, AttentionKind.LSH));
        models.put("LSH, 4 rounds", shape.model(settings.layers(), 4, AttentionKind.LSH));
        List<Timed> cases = new ArrayList<>(List.of(new Sgemm()));
        models.forEach((name, config) -> cases.add(new StepCase(name, config, settings.tokens())));
        Measured measured = settings.turns().measure(cases);
        models.forEach((name, config) -> addRow(name, config, measured));
        progress.accept("step: done");
        String explanation = String.format(
                "A training step with Adam of a language model of %d layers, d_model %d, d_ff %,d, vocabulary %d, at %,d tokens, "
                        + "one sequence. GFLOP: of dense layers and attention, what backward computes again included.",
                settings.layers(), shape.depth(), shape.feedForward(), shape.vocabulary(), settings.tokens());
        return new Report("Training step", explanation, List.of(table), List.of());
    }

    private void addRow(String name, ReformerConfig config, Measured measured) {
        double operations = Arithmetic.trainingStep(config, 1, settings.tokens());
        double seconds = measured.median(name);
        table.add(
                name,
                seconds,
                settings.tokens() / seconds,
                operations / GIGA,
                operations / GIGA / seconds,
                Sgemm.rate(measured) / GIGA,
                Sgemm.share(measured, name, operations));
    }
}
