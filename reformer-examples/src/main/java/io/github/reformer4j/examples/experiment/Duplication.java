package io.github.reformer4j.examples.experiment;

import io.github.reformer4j.data.Batch;
import io.github.reformer4j.examples.bench.Plot;
import io.github.reformer4j.examples.bench.Table;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The duplication task of the paper (section 5, table 2): a model is trained with so many rounds of hashing, and asked to copy
 * with fewer and with more, on words that it has not seen.
 *
 * @param data sequences 0w0w
 * @param model that copies
 * @param words held-out words to measure on
 * @param seed of weights and, in measuring, of rotations
 */
public record Duplication(DuplicationData data, DuplicationModel model, int words, long seed) {

    private static final int BATCH = 16;
    private static final double PERCENT = 100.0;

    /** Accuracy by the rounds of training, then by those of measuring. */
    public record Result(Map<Rounds, Map<Rounds, CopyAccuracy>> accuracy) {

        /** A row for each training, for CSV and for people. */
        public Table table() {
            Table table = new Table(
                    "duplication",
                    new Table.Column("trained_rounds", "trained with", "%s"),
                    new Table.Column("evaluated_rounds", "asked with", "%s"),
                    new Table.Column("symbols", "symbols", "%,d"),
                    new Table.Column("right_percent", "copied rightly, %", "%.2f"));
            accuracy.forEach((trained, row) -> row.forEach((asked, found) ->
                    table.add(trained.toString(), asked.toString(), found.all(), PERCENT * found.share())));
            return table;
        }

        /** A row for each training and a column for each number of rounds that it was asked with, in percent. */
        public Table matrix() {
            List<Table.Column> columns = new ArrayList<>(List.of(new Table.Column("trained", "trained with", "%s")));
            accuracy.values()
                    .iterator()
                    .next()
                    .keySet()
                    .forEach(asked -> columns.add(new Table.Column(asked.toString(), "asked with " + asked, "%.1f")));
            Table table = new Table("matrix", columns.toArray(Table.Column[]::new));
            accuracy.forEach((trained, row) -> {
                List<Object> cells = new ArrayList<>(List.of(trained.toString()));
                row.values().forEach(found -> cells.add(PERCENT * found.share()));
                table.add(cells.toArray());
            });
            return table;
        }

        /** The table as {@code duplication.csv} and a picture beside it, {@code duplication.png}. */
        public void write(Path folder) throws IOException {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("duplication.csv"), table().csv());
            Plot plot = new Plot(
                    "duplication",
                    "Duplication: symbols copied rightly, by rounds of hashing",
                    "rounds of hashing when asked",
                    "copied rightly, %",
                    Plot.Axes.CLOSE);
            accuracy.forEach((trained, row) -> row.forEach((asked, found) -> {
                if (asked.number() > 0) {
                    plot.add("trained with " + trained.words(), asked.number(), PERCENT * found.share());
                }
            }));
            if (!plot.isEmpty()) {
                plot.draw(folder.resolve("duplication.png"));
            }
        }
    }

    /**
     * Trains and asks.
     *
     * @return what was found; of no training where the first was stopped
     */
    public Result run(List<Rounds> trained, List<Rounds> asked, NamedTraining training) throws IOException {
        Map<Rounds, Map<Rounds, CopyAccuracy>> accuracy = new LinkedHashMap<>();
        for (Rounds rounds : trained) {
            ReformerConfig config = rounds.of(model.config(data));
            try (LanguageModel learner = LanguageModel.create(config, DataType.FLOAT, seed)) {
                if (!training.train("trained-" + rounds, learner, data)) {
                    break;
                }
                accuracy.put(rounds, ask(learner, asked));
            }
        }
        return new Result(accuracy);
    }

    private Map<Rounds, CopyAccuracy> ask(LanguageModel learner, List<Rounds> asked) {
        List<Batch> unseen = data.heldOut(BATCH, data.length(), words);
        Map<Rounds, CopyAccuracy> row = new LinkedHashMap<>();
        for (Rounds rounds : asked) {
            // The weights stay those of the learner, which closes them.
            LanguageModel other = new LanguageModel(rounds.of(model.config(data)), learner.weights());
            row.put(rounds, CopyAccuracy.of(other, unseen, seed));
        }
        return row;
    }
}
