package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.imports.TransformersComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares models with transformers. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Exports random models of every kind and compares their logits with those of transformers, then imports its own.",
            "Needs REFORMER_PYTHON, or python3, with transformers 4.57, torch and safetensors; says so where it has none."
        })
final class ZooCompareCommand implements Callable<Integer> {

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where the models go: a new folder.")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        NewPlace.require("--out", out);
        spec.commandLine().getErr().println(Backend.start());
        PrintWriter writer = spec.commandLine().getOut();
        TransformersComparison.run(out, line -> {
            writer.println(line);
            writer.flush();
        });
        return 0;
    }
}
