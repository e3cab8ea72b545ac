package io.github.reformer4j.examples.cli;

import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.huggingface.HuggingFace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a language model for transformers. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Writes a language model for Hugging Face's transformers: config.json, model.safetensors, tokenizer.")
final class ZooExportCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--to", required = true, paramLabel = "FOLDER", description = "A new or empty folder.")
    private Path to = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        NewPlace.require("--to", to);
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        Checkpoint checkpoint = model.load(err);
        ReformerConfig config = checkpoint.config().withSemantics(Semantics.REFERENCE);
        try (LanguageModel language = new LanguageModel(config, checkpoint.weights())) {
            HuggingFace.save(language, checkpoint.tokenizer(), to);
        }
        if (checkpoint.config().semantics() != Semantics.REFERENCE) {
            err.println(
                    "the model was made for the semantics PAPER; transformers computes by REFERENCE, which differs where a "
                            + "sequence is padded, or where a position sees only itself in every round");
        }
        err.printf("the model is in %s%n", to);
        return 0;
    }
}
