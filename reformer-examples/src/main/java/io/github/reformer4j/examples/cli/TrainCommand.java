package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ArrayStore;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.data.Corpus;
import io.github.reformer4j.data.LanguageData;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.generation.Continuation;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.Sampling;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.LongerModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.offload.Offload;
import io.github.reformer4j.training.TrainerConfig;
import io.github.reformer4j.training.TrainingFolder;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains a language model, and shows what it writes. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains a language model on text and prints what it writes.",
            "The same command goes on where an earlier run with the same --out was stopped."
        })
final class TrainCommand implements Callable<Integer> {

    private static final int KEEP = 2;

    @Mixin
    private TextOptions text = new TextOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Option(names = "--length", paramLabel = "TOKENS", description = "Bytes of a sequence.")
    private int length = 2048;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Configuration by name: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Presets.class)
    private String preset = "mini";

    @Option(
            names = "--from",
            paramLabel = "PATH|NAME",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Begin with the weights, configuration and tokenizer of this model in place of a fresh one of "
                            + "--preset; read only where --out holds no training yet.")
    private @Nullable String from;

    @Option(
            names = "--positions",
            paramLabel = "NUMBER",
            showDefaultValue = Visibility.NEVER,
            description =
                    "With --from: longest sequence of the model, more than before; what it has learned of positions "
                            + "is repeated.")
    private @Nullable Integer positions;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where checkpoints, metrics.csv and curve.png go.")
    private Path out = Path.of("runs", "default");

    @Option(
            names = "--offload",
            paramLabel = "FOLDER",
            description = "Keep layers in files of this folder while training, two of them in memory at a time.")
    private @Nullable Path offload;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "What the sample at the end begins with; default: the beginning of a comment.")
    private String prompt = "/**\n * ";

    @Option(
            names = "--new-rate",
            description = "Go on although --rate, --schedule, --warmup or --clip are others than before, "
                    + "as after a loss that was not finite.")
    private boolean newRate;

    @Option(names = "--sample", paramLabel = "NUMBER", description = "Tokens of the sample at the end; 0: no sample.")
    private int sampleTokens = 500;

    @ParentCommand
    private Reformer reformer;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        require(sampleTokens >= 0, "--sample must not be negative (0: no sample), got %d", sampleTokens);
        require(
                from == null || offload == null,
                "--from brings weights into memory, --offload keeps them out of it; leave one of the two away");
        if (from != null) {
            Checkpoint beginning = ModelOptions.load(from, spec.commandLine().getErr());
            LongerModel model = longer(beginning);
            return train(options.changed(model.config()), beginning.tokenizer(), model.weights());
        }
        require(positions == null, "--positions is for --from; a --preset has its own, see ./reformer summary");
        ReformerConfig config = options.changed(NamedConfigurations.byName(preset));
        Tokenizer tokenizer = new ByteTokenizer(2);
        require(
                config.vocabularySize() >= tokenizer.vocabularySize(),
                "--preset %s has a vocabulary of %d, text as bytes needs %d; choose another --preset",
                preset,
                config.vocabularySize(),
                tokenizer.vocabularySize());
        return train(config, tokenizer, null);
    }

    private LongerModel longer(Checkpoint beginning) {
        return positions == null
                ? new LongerModel(beginning.config(), beginning.weights())
                : LongerModel.of(beginning.config(), beginning.weights(), positions);
    }

    /**
     * Trains.
     *
     * @param weights to begin with; null: fresh ones
     */
    private int train(ReformerConfig config, Tokenizer tokenizer, @Nullable Weights weights) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        TrainerConfig training = options.trainer(config, length);
        Corpus corpus = text.corpus();
        LanguageData data = TextOptions.tokens(corpus, tokenizer);
        data.training(0, 1, training.length());
        data.heldOut(1, training.length(), 1);
        err.println(Backend.start());
        err.printf(
                Locale.ROOT,
                "%,d bytes of text to train on, %,d held out (%d and %d files)%n",
                corpus.training().length,
                corpus.heldOut().length,
                corpus.trainingFiles(),
                corpus.heldOutFiles());
        try (TrainingFolder folder = TrainingFolder.open(out, tokenizer, Reformer.typed(spec), KEEP);
                LanguageModel model = weights == null
                        ? LanguageModel.create(config, DataType.FLOAT, training.seed(), store())
                        : new LanguageModel(config, weights)) {
            if (newRate) {
                folder.acceptNewRate();
            }
            if (from != null && TrainingFolder.latest(out).isPresent()) {
                err.printf("%s holds a training, which goes on; --from %s is not read%n", out, from);
            }
            err.printf(
                    Locale.ROOT,
                    "%s, %,d parameters%n",
                    from == null ? "preset " + preset : "beginning with " + from,
                    ParameterSpec.total(model.parameters()));
            return train(model, data, training, folder, tokenizer);
        }
    }

    private ArrayStore store() {
        return offload == null ? ArrayStore.inMemory() : Offload.toFolder(offload);
    }

    private int train(
            LanguageModel model, LanguageData data, TrainerConfig training, TrainingFolder folder, Tokenizer tokenizer)
            throws IOException {
        ShownRun run = new ShownRun(Material.TEXT, spec.commandLine().getErr(), reformer.interrupt());
        if (run.run(model, data, training, folder).stopped()) {
            return Reformer.INTERRUPTED;
        }
        if (sampleTokens > 0) {
            sample(model, tokenizer, training.seed());
        }
        return 0;
    }

    private void sample(LanguageModel model, Tokenizer tokenizer, long seed) {
        PrintWriter outWriter = spec.commandLine().getOut();
        outWriter.print(prompt);
        new Continuation(model, tokenizer)
                .generate(
                        prompt,
                        GenerationConfig.of(new Sampling(1.0, 0.8, 0, 0.95), sampleTokens, seed),
                        GenerateCommand.printing(outWriter));
        outWriter.println();
        outWriter.flush();
    }
}
