package io.github.reformer4j.examples.cli;

import io.github.reformer4j.examples.dl4j.DocumentClassification;
import io.github.reformer4j.examples.dl4j.Forecast;
import io.github.reformer4j.examples.dl4j.LstmWithAttention;
import io.github.reformer4j.examples.dl4j.Settings;
import io.github.reformer4j.examples.dl4j.Tagging;
import io.github.reformer4j.examples.dl4j.Transfer;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the programs of docs/dl4j.md. */
@Command(
        name = "dl4j",
        mixinStandardHelpOptions = true,
        description = {
            "Pipelines of Deeplearning4j before and after a layer of this library: trains both networks on data",
            "made from a seed, and says how well they do and what a step takes."
        })
final class Dl4jCommand implements Runnable {

    private static final String LENGTH = "--length";
    private static final String BATCH = "--batch";
    private static final String STEPS = "--steps";
    private static final String SEED = "--seed";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "classify",
            mixinStandardHelpOptions = true,
            showDefaultValues = true,
            description = "Whether the name of a document's beginning comes back at its end.")
    int classify(
            @Option(names = LENGTH, defaultValue = "256", description = "Words of a document.") int length,
            @Option(names = BATCH, defaultValue = "16", description = "Documents of a step.") int batch,
            @Option(names = STEPS, defaultValue = "150", description = "Steps of training.") int steps,
            @Option(names = SEED, defaultValue = "1", description = "Seed of documents and weights.") long seed) {
        return run(DocumentClassification::run, new Settings(length, batch, steps, seed));
    }

    @Command(
            name = "tag",
            mixinStandardHelpOptions = true,
            showDefaultValues = true,
            description = "Whether a request that a log opens is closed later.")
    int tag(
            @Option(names = LENGTH, defaultValue = "256", description = "Events of a log.") int length,
            @Option(names = BATCH, defaultValue = "8", description = "Logs of a step.") int batch,
            @Option(names = STEPS, defaultValue = "100", description = "Steps of training.") int steps,
            @Option(names = SEED, defaultValue = "1", description = "Seed of logs and weights.") long seed) {
        return run(Tagging::run, new Settings(length, batch, steps, seed));
    }

    @Command(
            name = "forecast",
            mixinStandardHelpOptions = true,
            showDefaultValues = true,
            description = "The next two days of hourly series, each with a weekly profile of its own.")
    int forecast(
            @Option(names = LENGTH, defaultValue = "552", description = "Hours of a series, 48 of them to forecast.")
                    int length,
            @Option(names = BATCH, defaultValue = "8", description = "Series of a step.") int batch,
            @Option(names = STEPS, defaultValue = "60", description = "Steps of training.") int steps,
            @Option(names = SEED, defaultValue = "1", description = "Seed of series and weights.") long seed) {
        return run(Forecast::run, new Settings(length, batch, steps, seed));
    }

    @Command(
            name = "lstm",
            mixinStandardHelpOptions = true,
            showDefaultValues = true,
            description = "What a name is that stood behind a title far before: an LSTM with attention and without.")
    int lstm(
            @Option(names = LENGTH, defaultValue = "128", description = "Words of a text.") int length,
            @Option(names = BATCH, defaultValue = "16", description = "Texts of a step.") int batch,
            @Option(names = STEPS, defaultValue = "60", description = "Steps of training.") int steps,
            @Option(names = SEED, defaultValue = "1", description = "Seed of texts and weights.") long seed) {
        return run(LstmWithAttention::run, new Settings(length, batch, steps, seed));
    }

    @Command(
            name = "transfer",
            mixinStandardHelpOptions = true,
            showDefaultValues = true,
            description = "Attention on top of a trained LSTM that stays as it is.")
    int transfer(
            @Option(names = LENGTH, defaultValue = "128", description = "Words of a text.") int length,
            @Option(names = BATCH, defaultValue = "16", description = "Texts of a step.") int batch,
            @Option(names = STEPS, defaultValue = "60", description = "Steps of each training.") int steps,
            @Option(names = SEED, defaultValue = "1", description = "Seed of texts and weights.") long seed) {
        return run(Transfer::run, new Settings(length, batch, steps, seed));
    }

    private int run(BiConsumer<Settings, Consumer<String>> program, Settings settings) {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().getErr().println(Backend.start());
        program.accept(settings, line -> {
            out.println(line);
            out.flush();
        });
        return 0;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
