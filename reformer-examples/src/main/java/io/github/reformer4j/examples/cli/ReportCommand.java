package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.PixelTokenizer;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.examples.report.Attention;
import io.github.reformer4j.examples.report.Costs;
import io.github.reformer4j.examples.report.Figure;
import io.github.reformer4j.examples.report.Page;
import io.github.reformer4j.examples.report.Subject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws what LSH attention does in a model that reads a text. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Draws what hashing does in a model that reads a text, what it finds of exact attention, and what it saves:",
            "one HTML page that holds everything, and every picture as PNG."
        })
final class ReportCommand implements Callable<Integer> {

    private static final String LEAD =
            "Attention lets every position of a text look at all before it, at a cost that grows with "
                    + "the square of its length. Attention by locality sensitive hashing (LSH, of the paper Reformer) lets it look "
                    + "where most is to be found: vectors that point the same way fall into one bucket, positions are sorted by bucket "
                    + "and cut into chunks, and each looks at its own chunk and the one before. That is a round; of several rounds, "
                    + "one finds what another misses.";

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--text",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Text whose beginning is read. Default: held-out Java sources of ND4J and Deeplearning4j.")
    private @Nullable Path text;

    @Option(
            names = "--length",
            paramLabel = "TOKENS",
            description = "Tokens that are read; exact attention, to compare with, takes time by their square.")
    private int length = 2048;

    @Option(
            names = "--layer",
            paramLabel = "NUMBER",
            description = "The LSH layer whose buckets are drawn, from 0. Default: the last one.")
    private @Nullable Integer layer;

    @Option(names = "--head", paramLabel = "NUMBER", description = "The head whose buckets are drawn, from 0.")
    private int head;

    @Option(
            names = "--costs",
            description =
                    "Measure time by length and memory by depth: ${COMPLETION-CANDIDATES}; half a minute at SMALL "
                            + "sizes, some minutes at FULL ones.")
    private Costs costs = Costs.SMALL;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of the rotations.")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the page and the pictures go.")
    private Path out = Path.of("runs", "report");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        String backend = Backend.start();
        err.println(backend);
        Page page = page(backend, err);
        addCurve(page);
        costs.addTo(page, line -> say(err, line));
        page.write(out);
        spec.commandLine().getOut().printf("%s%n", out.resolve(Page.NAME));
        return 0;
    }

    /** A page with all that concerns the model. */
    private Page page(String backend, PrintWriter err) throws IOException {
        Checkpoint checkpoint = model.load(err);
        try {
            Subject subject = subject(checkpoint);
            Files.createDirectories(out); // before the work, not after it
            Page page = new Page("What attention by hashing does", LEAD, facts(subject, backend));
            new Attention(subject).addTo(page, line -> say(err, line));
            return page;
        } finally {
            checkpoint.weights().close();
        }
    }

    private Subject subject(Checkpoint checkpoint) throws IOException {
        Tokenizer tokenizer = checkpoint.tokenizer();
        require(
                !(tokenizer instanceof PixelTokenizer),
                "this model reads images, and a report is of a text; give a model of text");
        ModelOptions.requireRoom(length, checkpoint.config());
        return new Subject(
                checkpoint.config(),
                checkpoint.weights(),
                tokenizer,
                beginning(tokenizer),
                Subject.layer(checkpoint.config(), layer),
                head,
                seed);
    }

    private int[] beginning(Tokenizer tokenizer) throws IOException {
        byte[] bytes = text == null ? new TextOptions().corpus().heldOut() : Files.readAllBytes(text);
        int[] ids = tokenizer.encode(bytes);
        require(
                length > 0 && ids.length >= length,
                "the text has %,d tokens, and --length is %d; give a longer text or another length",
                ids.length,
                length);
        return Arrays.copyOf(ids, length);
    }

    private List<String> facts(Subject subject, String backend) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "Model %s: layers %s, %d heads of %d, %d round%s of hashing, chunks of %d. Layers and heads count from 0.",
                        model.name(),
                        subject.config().attentionLayers(),
                        subject.config().heads(),
                        subject.config().headSize(),
                        subject.config().lsh().rounds(),
                        subject.config().lsh().rounds() == 1 ? "" : "s",
                        subject.config().lsh().chunkLength()),
                String.format(
                        Locale.ROOT,
                        "Text: the first %,d tokens of %s.",
                        length,
                        text == null ? "Java sources of ND4J and Deeplearning4j that were held out of training" : text),
                String.format(Locale.ROOT, "Seed of the rotations: %d. Computed by: %s.", seed, backend),
                String.format("Made by: %s", Reformer.typed(spec)));
    }

    /** The training curve of the run that the model comes from. */
    private void addCurve(Page page) throws IOException {
        Path metrics = Path.of(model.name()).resolve("metrics.csv");
        BufferedImage curve = Files.exists(metrics) ? Curve.of(metrics, Material.TEXT) : null;
        if (curve == null) {
            page.leaveOut(
                    "The training curve: --model names no folder of a training run that holds metrics.csv; the page of a "
                            + "model of the zoo, docs/models, has its curve.");
        } else {
            page.add(Figure.of(
                    "curve",
                    "How the model learned",
                    "Bits per byte of every step, and of text that was held out: lower is better, and where the second curve "
                            + "turns up while the first goes down, the model learns by heart.",
                    curve));
        }
    }

    private static void say(PrintWriter writer, String text) {
        writer.println(text);
        writer.flush();
    }
}
