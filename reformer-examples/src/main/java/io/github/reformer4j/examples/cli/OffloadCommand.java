package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.examples.memory.OffloadComparison;
import io.github.reformer4j.examples.memory.OffloadRun;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a training whose layers are in files with one whose layers are in memory. */
@Command(
        name = "offload",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains a deep model for a few steps, all in memory and with its layers in files, and compares memory, time",
            "and losses. Each training runs in a process of its own. Linux only."
        })
final class OffloadCommand implements Callable<Integer> {

    private static final double MEBI = 1 << 20;

    /** Weights, gradients and two moments of Adam, as floats. */
    private static final int BYTES_A_PARAMETER = 4 * Float.BYTES;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "Configuration whose kinds of attention are repeated up to --layers: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Presets.class)
    private String preset = "small";

    @Option(names = "--layers", paramLabel = "NUMBER", description = "Layers of the model.")
    private int layers = 64;

    @Option(names = "--length", paramLabel = "TOKENS", description = "Tokens of a sequence.")
    private int length = 512;

    @Option(names = "--steps", paramLabel = "NUMBER", description = "Steps of training.")
    private long steps = 3;

    @Option(
            names = "--limit",
            paramLabel = "MIB",
            description = "Memory that the system lets a process take, by prlimit --data; 0: any.")
    private long limit;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where the files of layers stand while they are used. Default: a temporary folder.")
    private @Nullable Path folder;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReformerConfig config = OffloadComparison.deepened(NamedConfigurations.byName(preset), layers);
        OffloadComparison comparison = new OffloadComparison(config, length, steps, Math.multiplyExact(limit, 1 << 20));
        spec.commandLine().getErr().println(Backend.start());
        Optional<OffloadRun> files = offloaded(comparison);
        require(files.isPresent(), "the training does not fit into --limit %d even with offload; raise it", limit);
        Optional<OffloadRun> memory = comparison.inMemory();
        show(config, files.orElseThrow(), memory);
        return memory.map(OffloadRun::losses).equals(files.map(OffloadRun::losses)) || memory.isEmpty() ? 0 : 1;
    }

    private Optional<OffloadRun> offloaded(OffloadComparison comparison) throws IOException, InterruptedException {
        if (folder != null) {
            return comparison.offloaded(folder);
        }
        Path temporary = Files.createTempDirectory("reformer-offload");
        try {
            return comparison.offloaded(temporary);
        } finally {
            Files.deleteIfExists(temporary.resolve(".lock"));
            Files.deleteIfExists(temporary);
        }
    }

    private void show(ReformerConfig config, OffloadRun files, Optional<OffloadRun> memory) {
        long parameters = ParameterSpec.total(LanguageModel.parametersOf(config));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%,d parameters in %d layers; weights, gradients and Adam's state: %,.0f MiB%n",
                parameters,
                layers,
                parameters * BYTES_A_PARAMETER / MEBI);
        row(out, "layers in files", files);
        memory.ifPresentOrElse(
                run -> row(out, "all in memory", run),
                () -> out.printf(Locale.ROOT, "all in memory   does not fit into %,d MiB%n", limit));
        memory.ifPresent(run -> out.println(
                run.losses().equals(files.losses())
                        ? "losses are equal bit for bit: " + run.losses()
                        : "losses differ: " + files.losses() + " and " + run.losses()));
        out.flush();
    }

    private static void row(PrintWriter out, String place, OffloadRun run) {
        out.printf(
                Locale.ROOT,
                "%-15s %,5.0f MiB at most in the process, %.2f s for the quickest step%n",
                place,
                run.peak() / MEBI,
                run.secondsOfStep());
    }
}
