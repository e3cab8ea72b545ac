package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.Corpus;
import io.github.reformer4j.examples.bench.Table;
import io.github.reformer4j.examples.experiment.Recall;
import io.github.reformer4j.examples.experiment.RecallData;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.TrainerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Recall over tens of thousands of positions. */
@Command(
        name = "recall",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Trains a model with an LSH layer, and one of local layers alone, to say a passage again that stood",
            "tens of thousands of positions before, text between. The same command goes on where an earlier run",
            "with the same --out was stopped."
        })
final class ExperimentRecallCommand implements Callable<Integer> {

    @Mixin
    private TextOptions text = new TextOptions();

    @Option(names = "--length", paramLabel = "TOKENS", description = "Tokens of a sequence.")
    private int length = 32_768;

    @Option(names = "--passage", paramLabel = "TOKENS", description = "Tokens of a row, which a passage fills.")
    private int passage = 256;

    @Option(names = "--depth", paramLabel = "NUMBER", description = "Depth of the model, d_model.")
    private int depth = 128;

    @Option(names = "--rounds", paramLabel = "NUMBER", description = "Rounds of hashing.")
    private int rounds = 4;

    @Option(
            names = "--brief-steps",
            paramLabel = "NUMBER",
            description = "Steps on eight sequences of two rows, which teach what to look for.")
    private long briefSteps = 150;

    @Option(names = "--steps", paramLabel = "NUMBER", description = "Steps on sequences of the whole length.")
    private long steps = 45;

    @Option(names = "--rate", paramLabel = "NUMBER", description = "Highest learning rate.")
    private double rate = 5e-3;

    @Option(names = "--sequences", paramLabel = "NUMBER", description = "Sequences to measure on at each distance.")
    private int sequences = 2;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of passages, weights and rotations.")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where trainings, recall.csv and recall.png go.")
    private Path out = Path.of("runs", "recall");

    @ParentCommand
    private ExperimentCommand experiment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        require(briefSteps > 0, "--brief-steps must be positive, got %d", briefSteps);
        require(steps > 0, "--steps must be positive, got %d", steps);
        require(sequences > 0, "--sequences must be positive, got %d", sequences);
        require(
                passage > 1 && length % passage == 0 && length / passage > 1,
                "--length must be a multiple of --passage and at least twice as long, got %d and %d",
                length,
                passage);
        require(depth > 0 && depth % 4 == 0, "--depth must be a positive multiple of 4, got %d", depth);
        Corpus corpus = text.corpus();
        RecallData data = new RecallData(RecallData.TOKENS.encode(corpus.training()), passage, seed);
        PrintWriter err = spec.commandLine().getErr();
        err.println(Backend.start());
        Optional<Table> table = new Recall(data, length, depth, rounds, sequences, seed)
                .run(trainings(8, 2 * passage, briefSteps), trainings(1, length, steps), out);
        if (table.isEmpty()) {
            return Reformer.INTERRUPTED;
        }
        PrintWriter shown = spec.commandLine().getOut();
        shown.print(table.get().markdown());
        shown.printf("by chance: %.1f %%%n", 100.0 / RecallData.SYMBOLS);
        shown.flush();
        err.printf("recall.csv and recall.png in %s%n", out);
        return 0;
    }

    private ShownTrainings trainings(int batch, int tokens, long count) {
        Schedule schedule = new Schedule.Cosine(rate, rate / 20.0, Math.min(30, count / 3), count);
        TrainerConfig training = new TrainerConfig(
                batch, tokens, 1, OptimizerConfig.adam(0.9, 0.98, 1e-9), schedule, 1.0, seed, count, 0.0, 50, 4, 50);
        return experiment.trainings(Material.SYMBOLS, training, RecallData.TOKENS, out, spec);
    }
}
