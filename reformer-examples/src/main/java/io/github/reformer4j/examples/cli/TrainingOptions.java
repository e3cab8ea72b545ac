package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.TrainerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is trained, as options. */
final class TrainingOptions {

    private static final double MINUTES = 2.0;
    private static final double SECONDS = 60.0;

    /** Optimisers by name. */
    enum Optimizer {
        ADAM,
        ADAMW,
        ADAFACTOR
    }

    /** Schedules by name. */
    enum Rates {
        RSQRT,
        COSINE,
        CONSTANT
    }

    @Option(
            names = "--minutes",
            paramLabel = "NUMBER",
            description = "Minutes to train, those of earlier runs included; 0: until --steps are done. "
                    + "Default: 2, or with --steps 0.")
    private @Nullable Double minutes;

    @Option(
            names = "--steps",
            paramLabel = "NUMBER",
            description = "Steps to train, earlier ones included; 0: until --minutes are over.")
    private long steps;

    @Option(names = "--batch", paramLabel = "NUMBER", description = "Sequences of a micro batch.")
    private int batch = 1;

    @Option(names = "--accumulate", paramLabel = "NUMBER", description = "Micro batches of a step.")
    private int accumulate = 1;

    @Option(names = "--optimizer", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.")
    private Optimizer optimizer = Optimizer.ADAM;

    @Option(names = "--rate", paramLabel = "NUMBER", description = "Highest learning rate.")
    private double rate = 3e-3;

    @Option(names = "--schedule", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}; COSINE needs --steps.")
    private Rates schedule = Rates.RSQRT;

    @Option(names = "--warmup", paramLabel = "STEPS", description = "Steps in which the learning rate rises.")
    private long warmup = 100;

    @Option(names = "--clip", paramLabel = "NORM", description = "Largest norm of all gradients together; 0: any.")
    private double clip = 1.0;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of weights, batches, dropout and rotations.")
    private long seed = 1;

    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            description = "Steps between measurements on what is held out; 0: at the end alone.")
    private int evaluateEvery = 100;

    @Option(
            names = "--evaluate-windows",
            paramLabel = "NUMBER",
            description = "Held-out sequences that are measured; 0: all.")
    private int evaluateWindows = 16;

    @Option(
            names = "--save-every",
            paramLabel = "STEPS",
            description = "Steps between checkpoints; 0: at the end alone.")
    private int saveEvery = 100;

    @Option(
            names = "--memory",
            paramLabel = "MODE",
            description = "What a step keeps of the layers: ${COMPLETION-CANDIDATES}.")
    private MemoryMode memory = MemoryMode.REVERSIBLE;

    @Option(names = "--rounds", paramLabel = "NUMBER", description = "Rounds of hashing; default: those of the preset.")
    private @Nullable Integer rounds;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            description = "Dropout after embeddings, attention and feed-forward; default: that of the preset.")
    private @Nullable Double dropout;

    @Option(names = "--exact", description = "Exact attention in place of LSH layers, to compare with.")
    private boolean exact;

    /** The configuration with what options change of it. */
    ReformerConfig changed(ReformerConfig preset) {
        ReformerConfig config = (exact ? preset.withExactAttention() : preset).withMemory(memory);
        config = rounds == null ? config : config.withRounds(rounds);
        return dropout == null ? config : config.withHiddenDropout(dropout);
    }

    /**
     * The training of a model.
     *
     * @param length tokens of a sequence
     */
    TrainerConfig trainer(ReformerConfig config, int length) {
        ModelOptions.requireRoom(length, config);
        return new TrainerConfig(
                batch,
                length,
                accumulate,
                optimizer(),
                schedule(),
                clip,
                seed,
                steps,
                seconds(),
                evaluateEvery,
                evaluateWindows,
                saveEvery);
    }

    private double seconds() {
        if (minutes == null) {
            return steps > 0 ? 0.0 : MINUTES * SECONDS;
        }
        return minutes * SECONDS;
    }

    private OptimizerConfig optimizer() {
        return switch (optimizer) {
            case ADAM -> OptimizerConfig.adam(0.9, 0.98, 1e-9);
            case ADAMW -> OptimizerConfig.DecoupledAdam.DEFAULT;
            case ADAFACTOR -> OptimizerConfig.Factored.DEFAULT.withRelativeStep(false);
        };
    }

    private Schedule schedule() {
        require(
                schedule != Rates.COSINE || steps > 0,
                "the cosine schedule ends at a step; give --steps, got %d",
                steps);
        return switch (schedule) {
            case RSQRT -> new Schedule.WarmupRsqrt(rate, warmup);
            case COSINE -> new Schedule.Cosine(rate, rate / 20.0, warmup, steps);
            case CONSTANT -> new Schedule.Constant(rate, warmup);
        };
    }
}
