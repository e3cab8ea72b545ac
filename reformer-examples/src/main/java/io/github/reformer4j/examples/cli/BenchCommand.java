package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.bench.BenchSettings;
import io.github.reformer4j.examples.bench.Benchmark;
import io.github.reformer4j.examples.bench.Benchmark.Measure;
import io.github.reformer4j.examples.memory.ResidentMemory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures time and memory of layers, training steps and generation. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures attention, training steps, generation, networks of Deeplearning4j: tables as Markdown and CSV, plots as PNG.",
            "Cases that are compared run in turn. Nothing else should run meanwhile. Linux only."
        })
final class BenchCommand implements Callable<Integer> {

    @Option(
            names = "--only",
            split = ",",
            description = "What is measured: ${COMPLETION-CANDIDATES}. Everything unless given.")
    private List<Measure> only = List.of(Measure.values());

    @Option(
            names = "--lengths",
            split = ",",
            description = "Tokens of a sequence for attention and dl4j. 1,024 to 65,536 unless given.")
    private @Nullable List<Integer> lengths;

    @Option(
            names = "--exact-limit",
            description = "Longest sequence for our exact attention; 0: none. 16,384 unless given.")
    private @Nullable Integer exactLimit;

    @Option(
            names = "--peers",
            description =
                    "Also other implementations, in turn with ours, of attention, step and generation: Deeplearning4j's"
                            + " attention, libtorch where reformer-examples/peers is built, PyTorch and transformers where python3 (or"
                            + " REFORMER_PYTHON) has them.")
    private boolean peers;

    @Option(
            names = "--peer-limit",
            description = "Longest sequence for Deeplearning4j's attention; 0: none. 1,024 unless given.")
    private @Nullable Integer peerLimit;

    @Option(
            names = "--peer-context-limit",
            description = "Longest context behind which transformers generates; 0: none. 4,096 unless given.")
    private @Nullable Integer peerContextLimit;

    @Option(names = "--repetitions", description = "Timed runs of each case, after a warm-up. 5 unless given.")
    private @Nullable Integer repetitions;

    @Option(
            names = "--memory-limit",
            paramLabel = "MIB",
            description = "Memory that a process of dl4j may take, by prlimit --data. 4,096 unless given.")
    private @Nullable Integer memoryLimit;

    @Option(names = "--quick", description = "Tiny sizes that only show that everything runs.")
    private boolean quick;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where everything goes; bench unless given.")
    private Path out = Path.of("bench");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchSettings settings = (quick ? BenchSettings.quick() : BenchSettings.usual())
                .with(lengths, exactLimit, peerLimit, peerContextLimit, repetitions)
                .withMemoryLimit(memoryLimit);
        ResidentMemory.requireLinux();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter writer = spec.commandLine().getOut();
        String backend = Backend.start();
        say(err, backend);
        new Benchmark(settings, only, peers, backend, Reformer.typed(spec))
                .run(out, part -> say(writer, part), line -> say(err, line));
        say(err, String.format("tables, plots and %s are in %s", Benchmark.SUMMARY, out));
        return 0;
    }

    private static void say(PrintWriter writer, String text) {
        writer.println(text);
        writer.flush();
    }
}
