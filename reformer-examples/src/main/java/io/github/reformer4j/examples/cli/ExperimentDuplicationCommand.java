package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.examples.experiment.Duplication;
import io.github.reformer4j.examples.experiment.DuplicationData;
import io.github.reformer4j.examples.experiment.DuplicationModel;
import io.github.reformer4j.examples.experiment.Rounds;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.TrainerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The duplication task. */
@Command(
        name = "duplication",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains models to copy, 0w0w, with so many rounds of hashing, and asks them with others (table 2",
            "of the paper). The same command goes on where an earlier run with the same --out was stopped."
        })
final class ExperimentDuplicationCommand implements Callable<Integer> {

    @Option(names = "--length", paramLabel = "TOKENS", description = "Tokens of a sequence 0w0w.")
    private int length = 256;

    @Option(names = "--symbols", paramLabel = "NUMBER", description = "Symbols that w is drawn from.")
    private int symbols = 127;

    @Option(
            names = "--train",
            paramLabel = "ROUNDS",
            split = ",",
            description = "Rounds of hashing to train with, a model each; or exact.")
    private List<String> train = List.of("4");

    @Option(
            names = "--ask",
            paramLabel = "ROUNDS",
            split = ",",
            description = "Rounds to ask each model with; or exact.")
    private List<String> ask = List.of("exact", "8", "4", "2", "1");

    @Option(names = "--steps", paramLabel = "NUMBER", description = "Steps of a training.")
    private long steps = 150;

    @Option(names = "--batch", paramLabel = "NUMBER", description = "Sequences of a step.")
    private int batch = 8;

    @Option(names = "--rate", paramLabel = "NUMBER", description = "Highest learning rate.")
    private double rate = 5e-3;

    @Option(names = "--depth", paramLabel = "NUMBER", description = "Depth of the model, d_model.")
    private int depth = 128;

    @Option(names = "--heads", paramLabel = "NUMBER", description = "Heads of attention.")
    private int heads = 4;

    @Option(names = "--chunk", paramLabel = "TOKENS", description = "Tokens of a chunk.")
    private int chunk = 32;

    @Option(names = "--positions", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    private DuplicationModel.Places positions = DuplicationModel.Places.AXIAL;

    @Option(names = "--words", paramLabel = "NUMBER", description = "Words to measure on, which no training saw.")
    private int words = 64;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of words, weights and rotations.")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where trainings, duplication.csv and .png go.")
    private Path out = Path.of("runs", "duplication");

    @ParentCommand
    private ExperimentCommand experiment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        require(words > 0, "--words must be positive, got %d", words);
        require(steps > 0, "--steps must be positive, got %d", steps);
        List<Rounds> trained = train.stream().map(Rounds::parse).toList();
        List<Rounds> asked = ask.stream().map(Rounds::parse).toList();
        Duplication task = new Duplication(
                new DuplicationData(length, symbols, seed),
                new DuplicationModel(depth, heads, chunk, positions),
                words,
                seed);
        PrintWriter err = spec.commandLine().getErr();
        ShownTrainings trainings =
                experiment.trainings(Material.SYMBOLS, training(), DuplicationData.TOKENS, out, spec);
        err.println(Backend.start());
        Duplication.Result result = task.run(trained, asked, trainings);
        if (result.accuracy().size() < trained.size()) {
            return Reformer.INTERRUPTED;
        }
        result.write(out);
        PrintWriter shown = spec.commandLine().getOut();
        shown.printf(
                "Symbols copied rightly, in percent:%n%n%s", result.matrix().markdown());
        shown.flush();
        err.printf("duplication.csv and duplication.png in %s%n", out);
        return 0;
    }

    private TrainerConfig training() {
        Schedule schedule = new Schedule.Cosine(rate, rate / 20.0, Math.min(50, steps / 3), steps);
        return new TrainerConfig(
                batch, length, 1, OptimizerConfig.adam(0.9, 0.98, 1e-9), schedule, 1.0, seed, steps, 0.0, 50, 16, 50);
    }
}
