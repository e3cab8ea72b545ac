package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.imports.ImportBenchmark;
import io.github.reformer4j.examples.memory.ResidentMemory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures an import of full size. */
@Command(
        name = "bench-import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a model of 149 million random parameters in the layout of google/reformer-enwik8, imports it from",
            "safetensors and, where REFORMER_PYTHON has torch, from PyTorch's format, each in a process of its own, and",
            "generates with it: time, memory, speed. Takes 1.2 GB of disk. Linux only."
        })
final class ZooBenchImportCommand implements Callable<Integer> {

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where the models go: a new folder.")
    private Path out = Path.of("");

    @Option(names = "--quick", description = "A tiny model that only shows that everything runs.")
    private boolean quick;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ResidentMemory.requireLinux();
        NewPlace.require("--out", out);
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        ImportBenchmark.of(quick).run(out, line -> say(spec.commandLine().getOut(), line), line -> say(err, line));
        return 0;
    }

    private static void say(PrintWriter writer, String line) {
        writer.println(line);
        writer.flush();
    }
}
