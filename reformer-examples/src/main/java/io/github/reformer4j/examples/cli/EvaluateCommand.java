package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.Corpus;
import io.github.reformer4j.data.LanguageData;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.Loss;
import io.github.reformer4j.model.ReformerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model on text that it was not trained on, beside compressors. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Measures a model on the held-out part of a text, in bits per byte, beside gzip -9 and xz -9.")
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private TextOptions text = new TextOptions();

    @Option(names = "--length", paramLabel = "TOKENS", description = "Bytes of a sequence.")
    private int length = 4096;

    @Option(
            names = "--windows",
            paramLabel = "NUMBER",
            description = "Sequences that are measured, evenly spread over the held-out part; 0: all.")
    private int windows = 64;

    @Option(
            names = "--cached",
            paramLabel = "N",
            description = "Score this many of these sequences also token by token, as text is generated; 0: none.")
    private int cached;

    @Option(names = "--rounds", paramLabel = "NUMBER", description = "Rounds of hashing; default: those of the model.")
    private @Nullable Integer rounds;

    @Option(names = "--exact", description = "The same weights with exact attention in place of LSH layers.")
    private boolean exact;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of the rotations.")
    private long seed = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        require(cached >= 0, "--cached must not be negative (0: none), got %d", cached);
        Checkpoint checkpoint = model.load(err);
        ReformerConfig trained = checkpoint.config();
        ReformerConfig hashed = rounds == null ? trained : trained.withRounds(rounds);
        ReformerConfig used = exact ? hashed.withExactAttention() : hashed;
        ModelOptions.requireRoom(length, used);
        Corpus corpus = text.corpus();
        LanguageData data = TextOptions.tokens(corpus, checkpoint.tokenizer());
        List<Batch> batches = data.heldOut(1, length, windows);
        if (!data.hash().equals(checkpoint.provenance().dataHash())) {
            err.println("note: the model was trained on other text, or on another split of it");
        }
        Loss loss;
        try (LanguageModel language = new LanguageModel(used, checkpoint.weights())) {
            loss = language.loss(batches, Step.inference(seed));
            if (cached > 0) {
                compare(CachedComparison.of(language, data, length, cached, Step.inference(seed)));
            }
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "model   %.3f bits per byte over %,d bytes of the held-out part%n"
                                + "gzip -9 %.3f bits per byte over all %,d bytes of it%n"
                                + "xz -9   %.3f bits per byte over all of it%n",
                        loss.bits(),
                        loss.count(),
                        Compression.gzip(corpus.heldOut()),
                        corpus.heldOut().length,
                        Compression.xz(corpus.heldOut()));
        return 0;
    }

    private void compare(CachedComparison comparison) {
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "cached  %.4f bits per byte token by token, %.4f in one pass, over the same %,d bytes%n",
                        comparison.cached().bits(),
                        comparison.once().bits(),
                        comparison.once().count());
    }
}
