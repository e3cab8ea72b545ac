package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import io.github.reformer4j.examples.bench.Table.Column;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;

/** Tokens a second of generation, and the time that a prompt takes, by the number of tokens before. */
final class GenerationSubject implements Subject {

    private final BenchSettings settings;
    private final Table table = new Table(
            "generation",
            new Column("context", "context", "%,d"),
            new Column("ingestion_seconds", "prompt s", "%.3f"),
            new Column("ingestion_tokens_per_second", "prompt tokens / s", "%,.0f"),
            new Column("tokens_per_second", "tokens / s", "%,.0f"),
            new Column("rate_by_shortest", "rate / that of the shortest context", "%.2f"));
    private final Plot rate =
            new Plot("generation", "Generation by context", "tokens before", "tokens a second", Plot.Axes.DOUBLING);

    GenerationSubject(BenchSettings settings) {
        this.settings = settings;
    }

    @Override
    public Report run(Consumer<String> progress) {
        try (LanguageModel model = LanguageModel.create(
                settings.shape().model(settings.layers(), 1, AttentionKind.LOCAL, AttentionKind.LSH),
                DataType.FLOAT,
                1)) {
            List<Timed> prompts = new ArrayList<>();
            settings.contexts().forEach(context -> prompts.add(new GenerationCases.Prompt(model, context)));
            Measured ingestion = settings.turns().measure(prompts);
            progress.accept("generation: prompts done");
            List<Timed> tokens = new ArrayList<>();
            settings.contexts()
                    .forEach(context -> tokens.add(new GenerationCases.Tokens(model, context, settings.generated())));
            Measured generated = settings.turns().measure(tokens);
            settings.contexts().forEach(context -> addRow(context, ingestion, generated));
        }
        progress.accept("generation: done");
        String explanation = String.format(
                "A language model of %d layers, local and LSH in turn, 1 round, d_model %d. The prompt goes in in one pass; then "
                        + "%d tokens a repetition, one at a time, through the caches.",
                settings.layers(), settings.shape().depth(), settings.generated());
        return new Report("Generation by context", explanation, List.of(table), List.of(rate));
    }

    private void addRow(int context, Measured ingestion, Measured generated) {
        String name = GenerationCases.name(context);
        String shortest = GenerationCases.name(settings.contexts().get(0));
        double seconds = ingestion.median(name);
        double tokensPerSecond = settings.generated() / generated.median(name);
        table.add(context, seconds, context / seconds, tokensPerSecond, generated.ratio(shortest, name));
        rate.add("local and LSH in turn", context, tokensPerSecond);
    }
}
