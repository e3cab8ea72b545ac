package io.github.reformer4j.examples.experiment;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.examples.bench.Plot;
import io.github.reformer4j.examples.bench.Table;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Whether a model uses what stands tens of thousands of positions before: a model with an LSH layer and one of local layers alone
 * are trained to say a passage of {@link RecallData} again.
 *
 * @param data text with passages
 * @param length of the sequences that are measured
 * @param depth of the models, d, a multiple of 4
 * @param rounds of hashing
 * @param sequences to measure on, at each distance
 * @param seed of weights and rotations
 */
public record Recall(RecallData data, int length, int depth, int rounds, int sequences, long seed) {

    private static final double PERCENT = 100.0;
    private static final int HEAD_SIZE = 32;
    private static final int CHUNK = 64;

    /** The models that are compared. */
    public enum Kind {
        /** An LSH layer and a local layer. */
        LSH,
        /** Two local layers. */
        LOCAL;

        private List<AttentionKind> layers() {
            return List.of(this == LSH ? AttentionKind.LSH : AttentionKind.LOCAL, AttentionKind.LOCAL);
        }

        /** In the words of tables and folders. */
        String words() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** In the words of a picture. */
        private String title() {
            return this == LSH ? "an LSH and a local layer" : "two local layers";
        }
    }

    private ReformerConfig config(Kind kind) {
        return new ReformerConfig(
                RecallData.TOKENS.vocabularySize(),
                depth,
                Math.max(1, depth / HEAD_SIZE),
                HEAD_SIZE,
                kind.layers(),
                depth,
                Activation.GELU_TANH,
                1024,
                1024,
                new Lsh(Buckets.automatic(0), rounds, CHUNK, 1, 0, 0.0, false, false),
                new Local(CHUNK, 1, 0, 0.0),
                Positions.axial(
                        List.of(length / data.passage(), data.passage()), List.of(depth / 4, depth - depth / 4)),
                length,
                true,
                Semantics.PAPER,
                0.0,
                1e-12,
                0.1,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    /**
     * Trains both models and measures them at every distance, halved from the greatest on.
     *
     * @param brief a training on short sequences, which teaches what to look for
     * @param whole a training on sequences of the whole length
     * @return a row for each model and distance; nothing where a training was stopped
     */
    public Optional<Table> run(NamedTraining brief, NamedTraining whole, Path out) throws IOException {
        Table table = new Table(
                "recall",
                new Table.Column("layers", "layers", "%s"),
                new Table.Column("distance", "positions back", "%,d"),
                new Table.Column("symbols", "symbols", "%,d"),
                new Table.Column("right_percent", "recalled rightly, %", "%.1f"));
        Plot plot = new Plot(
                "recall",
                "Symbols recalled, by how far back they stood",
                "positions back",
                "recalled rightly",
                Plot.Axes.PERCENT);
        for (Kind kind : Kind.values()) {
            try (LanguageModel model = LanguageModel.create(config(kind), DataType.FLOAT, seed)) {
                if (!brief.train(kind.words() + "-brief", model, data) || !whole.train(kind.words(), model, data)) {
                    return Optional.empty();
                }
                measure(kind, model, table, plot);
            }
        }
        Files.writeString(out.resolve("recall.csv"), table.csv());
        plot.draw(out.resolve("recall.png"));
        return Optional.of(table);
    }

    private void measure(Kind kind, LanguageModel model, Table table, Plot plot) {
        for (int rows : distances()) {
            CopyAccuracy found = CopyAccuracy.of(model, data.apart(length, rows, sequences), seed);
            table.add(kind.words(), rows * data.passage(), found.all(), PERCENT * found.share());
            plot.add(kind.title(), (double) rows * data.passage(), PERCENT * found.share());
        }
    }

    private List<Integer> distances() {
        List<Integer> rows = new ArrayList<>();
        for (int distance = length / data.passage() - 1; distance > 0; distance /= 2) {
            rows.add(0, distance);
        }
        return rows;
    }
}
