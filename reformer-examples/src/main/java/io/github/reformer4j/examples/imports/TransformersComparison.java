package io.github.reformer4j.examples.imports;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.examples.process.Python;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.zoo.huggingface.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Random models of every task, ours read by transformers and its own read here, with the same rotations: their logits must be
 * equal but for rounding.
 */
public final class TransformersComparison {

    private static final String SCRIPT = "/transformers_comparison.py";

    /** What the script prints once it has found its libraries. */
    private static final String BEGUN = "with ";

    private static final double TOLERANCE = 1e-5;
    private static final int BATCH = 2;

    /** No multiple of the chunks, so that padding is compared too. */
    private static final int LENGTH = 70;

    private TransformersComparison() {}

    /**
     * Compares.
     *
     * @param folder where models are written
     * @param lines gets a line for each model and direction, or one that says why nothing is compared
     * @throws IllegalStateException where logits differ
     */
    public static void run(Path folder, Consumer<String> lines) throws IOException, InterruptedException {
        for (Task task : Task.values()) {
            try (ReformerModel model = model(task)) {
                ComparedModel.write(model, BATCH, LENGTH, folder.resolve("ours").resolve(task.name()));
            }
        }
        Python.Outcome outcome = Python.run(script(folder).toString(), folder.toString());
        boolean begun = outcome.output().lines().anyMatch(line -> line.startsWith(BEGUN));
        if (!outcome.done() && !begun) {
            lines.accept("nothing is compared: " + outcome.lastLine()
                    + "; REFORMER_PYTHON must name a Python with transformers 4.57, torch and safetensors");
            return;
        }
        requireState(outcome.done(), "the comparison failed: %s", outcome.output());
        for (String line : outcome.output().lines().toList()) {
            String[] words = line.split(" ", -1);
            if (line.startsWith(BEGUN)) {
                lines.accept("transformers " + words[1] + ", torch " + words[2]);
            } else if (words[0].equals("ours")) {
                report("ours there", words[1], Double.parseDouble(words[2]), Double.parseDouble(words[3]), lines);
            }
        }
        for (Task task : Task.values()) {
            double[] difference =
                    ComparedModel.difference(folder.resolve("theirs").resolve(task.name()));
            report("theirs here", task.name(), difference[0], difference[1], lines);
        }
    }

    private static void report(String way, String task, double difference, double greatest, Consumer<String> lines) {
        lines.accept(String.format(
                Locale.ROOT, "%s, %s: logits differ by %.1e at most, of %.2f", way, task, difference, greatest));
        requireState(
                difference <= TOLERANCE * greatest,
                "the logits of %s (%s) differ by %s, more than %s of %s",
                task,
                way,
                difference,
                TOLERANCE,
                greatest);
    }

    private static Path script(Path folder) throws IOException {
        Path script = folder.resolve("compare.py");
        try (InputStream resource = TransformersComparison.class.getResourceAsStream(SCRIPT)) {
            Files.copy(Objects.requireNonNull(resource, SCRIPT), script);
        }
        return script;
    }

    private static ReformerModel model(Task task) {
        ReformerConfig config = config(task == Task.LANGUAGE_MODEL);
        Weights weights = Weights.create(
                task.parameters(config).stream()
                        .map(TransformersComparison::spread)
                        .toList(),
                DataType.FLOAT,
                1);
        return task.model(config, weights);
    }

    /** Biases and gains too are random, or nobody would see one that is lost. */
    private static ParameterSpec spread(ParameterSpec spec) {
        return new ParameterSpec(
                spec.name(), spec.shape(), new Initializer(spec.initializer().mean(), 0.3));
    }

    private static ReformerConfig config(boolean causal) {
        return new ReformerConfig(
                61,
                24,
                2,
                12,
                List.of(AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LSH),
                40,
                Activation.GELU,
                0,
                0,
                new Lsh(causal ? Buckets.automatic(0) : Buckets.of(4, 2), 3, 16, 1, causal ? 0 : 1, 0.1, false, false),
                new Local(8, 1, causal ? 0 : 1, 0.1),
                Positions.axial(List.of(8, 12), List.of(10, 14)),
                96,
                causal,
                Semantics.REFERENCE,
                0.1,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }
}
