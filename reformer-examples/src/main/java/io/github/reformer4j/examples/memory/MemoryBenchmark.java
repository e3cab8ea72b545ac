package io.github.reformer4j.examples.memory;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ModelSummary;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.Workload;
import io.github.reformer4j.reversible.MemoryMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures training steps of a model at several depths, lengths and memory modes, one process after another.
 *
 * @param base whose kinds of attention are repeated up to the depth
 * @param depths numbers of layers
 * @param lengths tokens of a sequence
 * @param modes memory modes
 * @param batch sequences
 */
public record MemoryBenchmark(
        ReformerConfig base, List<Integer> depths, List<Integer> lengths, List<MemoryMode> modes, int batch) {

    /** What stands in the folder afterwards. */
    public static final String TABLE = "memory.md";

    public MemoryBenchmark {
        require(depths.stream().allMatch(depth -> depth > 0), "--layers must be positive numbers, got %s", depths);
        require(
                lengths.stream().allMatch(length -> length > 0 && length <= base.maxPositions()),
                "--lengths must lie between 1 and the %d positions of the model, got %s",
                base.maxPositions(),
                lengths);
        require(batch > 0, "--batch must be positive, got %d", batch);
        depths = depths.stream().sorted().distinct().toList();
        lengths = lengths.stream().sorted().distinct().toList();
        modes = modes.stream().distinct().toList();
    }

    /** The smallest first; each row is shown as soon as it is there. */
    public MemoryTable run(Consumer<MemoryRow> shown) throws IOException, InterruptedException {
        ResidentMemory.requireLinux();
        List<MemoryRow> rows = new ArrayList<>();
        for (int length : lengths) {
            for (MemoryMode mode : modes) {
                for (int depth : depths) {
                    rows.add(row(depth, length, mode));
                    shown.accept(rows.get(rows.size() - 1));
                }
            }
        }
        return new MemoryTable(rows);
    }

    private MemoryRow row(int depth, int length, MemoryMode mode) throws IOException, InterruptedException {
        ReformerConfig config = config(depth, mode);
        ModelSummary summary = LanguageModel.summaryOf(config, Workload.of(batch, length));
        return new MemoryRow(
                depth,
                length,
                mode,
                StepProcess.measure(config, batch, length),
                summary.trainingStep().total(),
                summary.lastingBytes());
    }

    private ReformerConfig config(int depth, MemoryMode mode) {
        List<AttentionKind> kinds = IntStream.range(0, depth)
                .mapToObj(i ->
                        base.attentionLayers().get(i % base.attentionLayers().size()))
                .toList();
        return base.withAttentionLayers(kinds).withMemory(mode);
    }

    /** Writes {@code memory.csv}, {@code memory.md} and {@code memory.png} into a folder, which is made. */
    public static void write(MemoryTable table, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("memory.csv"), table.csv());
        Files.writeString(folder.resolve(TABLE), table.markdown());
        MemoryPlot.draw(table.rows(), folder.resolve("memory.png"));
    }
}
