package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.Table.Column;
import io.github.reformer4j.examples.memory.StepProcess;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ModelSummary;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.Workload;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Time and memory of a training step by depth. */
final class DepthSubject implements Subject {

    private static final double MEBI = 1 << 20;

    private final BenchSettings settings;
    private final Table table = new Table(
            "depth",
            new Column("layers", "layers", "%d"),
            new Column("seconds", "s / step", "%.3f"),
            new Column("tokens_per_second", "tokens / s", "%,.0f"),
            new Column("peak_mib", "peak MiB", "%,.1f"),
            new Column("estimated_mib", "estimated MiB", "%,.1f"),
            new Column("growth_mib", "more than the model before, MiB", "%,.1f"),
            new Column("lasting_growth_mib", "of weights, gradients, updater state, bucket ids, MiB", "%,.1f"));
    private final Plot time =
            new Plot("depth-time", "Training step by depth", "layers", "seconds", Plot.Axes.FROM_ZERO);
    private final Plot memory =
            new Plot("depth-memory", "Training step by depth", "layers", "peak MiB", Plot.Axes.FROM_ZERO);

    DepthSubject(BenchSettings settings) {
        this.settings = settings;
    }

    @Override
    public Report run(Consumer<String> progress) throws IOException, InterruptedException {
        List<Timed> cases = settings.depths().stream()
                .map(depth -> (Timed) new StepCase(name(depth), model(depth), settings.tokens()))
                .toList();
        Measured measured = settings.turns().measure(cases);
        progress.accept("depth: times done");
        double before = Double.NaN;
        double lastingBefore = Double.NaN;
        for (int depth : settings.depths()) {
            ModelSummary summary = LanguageModel.summaryOf(model(depth), Workload.of(1, settings.tokens()));
            double peak = StepProcess.measure(model(depth), 1, settings.tokens()) / MEBI;
            double lasting = summary.lastingBytes() / MEBI;
            double seconds = measured.median(name(depth));
            table.add(
                    depth,
                    seconds,
                    settings.tokens() / seconds,
                    peak,
                    summary.trainingStep().total() / MEBI,
                    peak - before,
                    lasting - lastingBefore);
            time.add("local and LSH in turn", depth, seconds);
            memory.add("local and LSH in turn", depth, peak);
            before = peak;
            lastingBefore = lasting;
            progress.accept(String.format("depth: memory of %d layers done", depth));
        }
        String explanation = String.format(
                "Training steps as above, local and LSH layers in turn, 1 round, %,d tokens. Memory is the highest of a process "
                        + "of its own beyond one with ND4J loaded; estimated: what summary says.",
                settings.tokens());
        return new Report("Training step by depth", explanation, List.of(table), List.of(time, memory));
    }

    private static String name(int depth) {
        return depth + " layers";
    }

    private ReformerConfig model(int depth) {
        return settings.shape().model(depth, 1, AttentionKind.LOCAL, AttentionKind.LSH);
    }
}
