package io.github.reformer4j.examples.cli;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.generation.Continuation;
import io.github.reformer4j.generation.Generated;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Continues a prompt with a trained model. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Continues a prompt with a trained model, printing the text as it comes.")
final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "What the text begins with; default: the beginning of a method in Java.")
    private String prompt = "    @Override\n    public ";

    @Option(
            names = "--prompt-file",
            paramLabel = "FILE",
            description = "A file that the text begins with, instead of --prompt.")
    private @Nullable Path promptFile;

    @Option(names = "--tokens", paramLabel = "NUMBER", description = "Tokens to generate, at most.")
    private int tokens = 500;

    @Option(
            names = "--temperature",
            paramLabel = "NUMBER",
            description = "0: the likeliest token always; 1: as the model says.")
    private double temperature = 0.7;

    @Option(names = "--top-k", paramLabel = "NUMBER", description = "Choose among this many likeliest tokens; 0: all.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "SHARE",
            description = "Choose among the likeliest tokens that have this share of the mass.")
    private double topP = 0.95;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "NUMBER",
            description = "Above 1: tokens that occurred become less likely.")
    private double repetitionPenalty = 1.0;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "A text that ends the generation; may be given several times.")
    private List<String> stop = List.of();

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of the draws and of the rotations.")
    private long seed = 1;

    @Option(names = "--rounds", paramLabel = "NUMBER", description = "Rounds of hashing; default: those of the model.")
    private @Nullable Integer rounds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        GenerationConfig config = GenerationConfig.of(
                        new Sampling(repetitionPenalty, temperature, topK, topP), tokens, seed)
                .withStopSequences(stop.toArray(String[]::new));
        String start = promptFile == null ? prompt : Files.readString(promptFile);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        Checkpoint checkpoint = model.load(err);
        ReformerConfig trained = checkpoint.config();
        ReformerConfig used = rounds == null ? trained : trained.withRounds(rounds);
        try (LanguageModel language = new LanguageModel(used, checkpoint.weights())) {
            out.print(start);
            long began = System.nanoTime();
            Generated text = new Continuation(language, checkpoint.tokenizer()).generate(start, config, printing(out));
            out.println();
            out.flush();
            err.printf(
                    Locale.ROOT,
                    "%,d tokens after a prompt of %,d, %,.0f a second; ended: %s%n",
                    text.tokens(),
                    text.promptTokens(),
                    text.tokens() / ((System.nanoTime() - began) * 1e-9),
                    text.reason().words());
            return 0;
        }
    }

    /** Prints text as it comes. */
    static Consumer<String> printing(PrintWriter out) {
        return piece -> {
            out.print(piece);
            out.flush();
        };
    }
}
