package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.memory.MemoryBenchmark;
import io.github.reformer4j.examples.memory.MemoryRow;
import io.github.reformer4j.examples.memory.MemoryTable;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the memory of training steps beside the estimate of {@link SummaryCommand}. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Measures the memory of a training step by depth, length and memory mode, beside the estimate of summary.",
            "Each configuration runs in a process of its own, one after another. Linux only."
        })
final class MemoryCommand implements Callable<Integer> {

    private static final double MEBI = 1 << 20;

    @Option(
            names = "--preset",
            description =
                    "Configuration whose kinds of attention are repeated up to --layers: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Presets.class)
    private String preset = "small";

    @Option(names = "--layers", split = ",", description = "Numbers of layers.")
    private List<Integer> layers = List.of(2, 4, 8, 16);

    @Option(names = "--lengths", split = ",", description = "Tokens of a sequence.")
    private List<Integer> lengths = List.of(4096, 16384);

    @Option(names = "--modes", split = ",", description = "Memory modes: ${COMPLETION-CANDIDATES}.")
    private List<MemoryMode> modes = List.of(MemoryMode.values());

    @Option(names = "--batch", description = "Sequences of a batch.")
    private int batch = 1;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where memory.csv, memory.md and memory.png go.")
    private Path out = Path.of("runs", "memory");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        MemoryBenchmark benchmark =
                new MemoryBenchmark(NamedConfigurations.byName(preset), layers, lengths, modes, batch);
        err.println(Backend.start());
        MemoryTable table = benchmark.run(row -> show(row, err));
        MemoryBenchmark.write(table, out);
        PrintWriter writer = spec.commandLine().getOut();
        writer.print(table.markdown());
        writer.flush();
        err.printf("the table, memory.csv and memory.png are in %s%n", out);
        return 0;
    }

    private static void show(MemoryRow row, PrintWriter err) {
        err.printf(
                Locale.ROOT,
                "%d layers, %,d tokens, %s: %,.1f MiB measured, %,.1f estimated%n",
                row.layers(),
                row.length(),
                row.mode(),
                row.measured() / MEBI,
                row.estimated() / MEBI);
        err.flush();
    }
}
