package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.examples.transfer.LabelledTexts;
import io.github.reformer4j.examples.transfer.TextClassifier;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.dl4j.LanguageNetwork;
import io.github.reformer4j.zoo.dl4j.NetworkFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tunes a pretrained model as a classifier, beside the same network from scratch. */
@Command(
        name = "finetune",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Tunes a pretrained model to tell from which of several texts a snippet is, by",
            "Deeplearning4j's TransferLearning, and does the same with fresh weights."
        })
final class FineTuneCommand implements Callable<Integer> {

    private static final int TIMES_SHOWN = 4;

    @Mixin
    private ModelOptions model = new ModelOptions("java-small");

    @Option(
            names = "--text",
            paramLabel = "PATH",
            showDefaultValue = Visibility.NEVER,
            description = "File, folder or -sources.jar, a class each; given twice or more. "
                    + "Default: the jars of ND4J and Deeplearning4j that the build fetches.")
    private List<Path> text = List.of();

    @Option(names = "--labels", paramLabel = "NUMBER", description = "Labelled snippets to learn from.")
    private int labels = 200;

    @Option(names = "--length", paramLabel = "TOKENS", description = "Tokens of a snippet.")
    private int length = 256;

    @Option(names = "--batch", paramLabel = "NUMBER", description = "Snippets of a step.")
    private int batch = 8;

    @Option(names = "--steps", paramLabel = "NUMBER", description = "Steps of Adam.")
    private int steps = 100;

    @Option(names = "--rate", paramLabel = "RATE", description = "Learning rate.")
    private double rate = 1e-3;

    @Option(
            names = "--held-out",
            paramLabel = "NUMBER",
            description = "Snippets of the held-out part to measure on, at most so many of each text.")
    private int heldOut = 100;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Writes the tuned network as a zip of Deeplearning4j's ModelSerializer.")
    private @Nullable Path save;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of snippets and fresh weights.")
    private long seed = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        requirePositive();
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        Checkpoint checkpoint = model.load(err);
        try (LanguageModel pretrained = new LanguageModel(checkpoint.config(), checkpoint.weights());
                LanguageModel fresh = LanguageModel.create(checkpoint.config(), DataType.FLOAT, seed)) {
            ModelOptions.requireRoom(length, checkpoint.config());
            LabelledTexts texts = LabelledTexts.read(paths(), checkpoint.tokenizer());
            List<DataSet> measured = texts.heldOut(heldOut, length, batch);
            introduce(texts, measured);
            TextClassifier tuned = run("pretrained  ", pretrained, texts, measured);
            if (save != null) {
                NetworkFile.write(tuned.network(), checkpoint.tokenizer(), save);
                say("wrote %s%n", save);
            }
            run("from scratch", fresh, texts, measured);
        }
        return 0;
    }

    private void requirePositive() {
        require(labels > 0, "--labels must be positive, got %d", labels);
        require(length > 1, "--length must be at least 2, got %d", length);
        require(batch > 0, "--batch must be positive, got %d", batch);
        require(steps > 0, "--steps must be positive, got %d", steps);
        require(rate > 0.0, "--rate must be positive, got %s", rate);
        require(heldOut > 0, "--held-out must be positive, got %d", heldOut);
    }

    private List<Path> paths() {
        if (!text.isEmpty()) {
            return text;
        }
        String folder = System.getProperty(TextOptions.CORPUS);
        require(folder != null, "there are no default texts: start with ./reformer, or give --text twice or more");
        return LabelledTexts.jars(Path.of(Objects.requireNonNull(folder)));
    }

    private void introduce(LabelledTexts texts, List<DataSet> measured) {
        say(
                "%d snippets of %d tokens to learn from, %d to measure on, of %s%n",
                labels,
                length,
                measured.stream().mapToInt(DataSet::numExamples).sum(),
                String.join(", ", texts.names()));
    }

    private TextClassifier run(String name, LanguageModel language, LabelledTexts texts, List<DataSet> measured) {
        MultiLayerNetwork network = LanguageNetwork.of(language, seed);
        int depth = 2 * language.config().hiddenSize();
        TextClassifier classifier =
                TextClassifier.of(network, depth, texts.names().size(), rate);
        Progress progress = new Progress(name);
        classifier.train(texts.training(seed, labels, length, batch), steps, progress::loss);
        say("%s %.1f %% of the held-out snippets right%n", name, 100.0 * classifier.accuracy(measured));
        return classifier;
    }

    /** Says a mean loss some times in a training. */
    private final class Progress {

        private final String name;
        private final int every = Math.max(1, steps / TIMES_SHOWN);
        private int step;
        private double sum;

        Progress(String name) {
            this.name = name;
        }

        void loss(double loss) {
            sum += loss;
            step++;
            if (step % every == 0) {
                say("%s step %4d   loss %.3f%n", name, step, sum / every);
                sum = 0.0;
            }
        }
    }

    @FormatMethod
    private void say(@FormatString String format, Object... arguments) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, format, arguments);
        out.flush();
    }
}
