package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.examples.bench.Plot;
import io.github.reformer4j.examples.bench.Table;
import io.github.reformer4j.examples.experiment.Question.Variant;
import io.github.reformer4j.model.ReformerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Variants of a model, trained one after another on the same batches.
 *
 * @param question that they answer
 * @param variants to train
 * @param data to train and measure on
 * @param seed of their weights
 * @param out folder of their folders
 */
public record Comparison(Question question, List<Variant> variants, BatchSource data, long seed, Path out) {

    /**
     * Trains all, and writes {@code results.csv} and {@code curves.png}.
     *
     * @return a row for each; nothing where one was stopped
     */
    public Optional<Table> run(NamedTraining training) throws IOException {
        Table table = new Table(
                "results",
                new Table.Column("variant", "variant", "%s"),
                new Table.Column("parameters", "parameters", "%,d"),
                new Table.Column("held_out_bits", "held-out bits a token", "%.3f"),
                new Table.Column("lowest_held_out_bits", "lowest on the way", "%.3f"),
                new Table.Column("tokens_per_second", "tokens a second, median", "%,.0f"));
        Plot plot = new Plot("curves", title(), "step", "held-out bits a token", Plot.Axes.CLOSE);
        for (Variant variant : variants) {
            try (ReformerModel model = variant.create().apply(seed)) {
                if (!training.train(variant.name(), model, data)) {
                    return Optional.empty();
                }
                add(variant.name(), model, table, plot);
            }
        }
        Files.writeString(out.resolve(table.name() + ".csv"), table.csv());
        plot.draw(out.resolve(plot.name() + ".png"));
        return Optional.of(table);
    }

    private String title() {
        return "Held-out loss while training, lower is better: "
                + question.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void add(String name, ReformerModel model, Table table, Plot plot) throws IOException {
        Path csv = out.resolve(name).resolve("metrics.csv");
        MetricsCsv metrics = MetricsCsv.read(csv);
        MetricsCsv.Points heldOut = metrics.points("held_out_bits");
        require(!heldOut.values().isEmpty(), "%s holds no measurement of the held-out part", csv);
        double last = heldOut.values().get(heldOut.values().size() - 1);
        table.add(
                name,
                ParameterSpec.total(model.parameters()),
                last,
                Collections.min(heldOut.values()),
                median(metrics.points("tokens_per_second").values()));
        for (int i = 0; i < heldOut.steps().size(); i++) {
            plot.add(name, heldOut.steps().get(i), heldOut.values().get(i));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
