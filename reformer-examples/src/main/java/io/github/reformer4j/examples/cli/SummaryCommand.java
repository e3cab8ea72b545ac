package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.UpdaterState;
import io.github.reformer4j.model.Workload;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Parameters of a model and the memory of a training step. */
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Prints the parameters of a model, and an estimate of the memory of a training step and of a forward pass,",
            "beside what the JVM takes without a model. Nothing is created for a --preset."
        })
final class SummaryCommand implements Callable<Integer> {

    private static final String DEFAULT_PRESET = "mini";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Configuration by name: ${COMPLETION-CANDIDATES}; default: " + DEFAULT_PRESET + ".",
            completionCandidates = Presets.class)
    private @Nullable String preset;

    @Option(
            names = "--model",
            paramLabel = "PATH",
            description = "A saved model instead of a preset: checkpoint, or folder of a training run.")
    private @Nullable Path model;

    @Option(names = "--length", paramLabel = "TOKENS", description = "Tokens of a sequence.")
    private int length = 2048;

    @Option(names = "--batch", paramLabel = "NUMBER", description = "Sequences of a batch.")
    private int batch = 1;

    @Option(names = "--memory", description = "What a step keeps of the layers: ${COMPLETION-CANDIDATES}.")
    private MemoryMode memory = MemoryMode.REVERSIBLE;

    @Option(names = "--optimizer", description = "${COMPLETION-CANDIDATES}.")
    private TrainingOptions.Optimizer optimizer = TrainingOptions.Optimizer.ADAM;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ReformerConfig config = config().withMemory(memory);
        Workload load = new Workload(batch, length, state(), DataType.FLOAT);
        String tables = LanguageModel.summaryOf(config, load).toString();
        PrintWriter out = spec.commandLine().getOut();
        out.print(tables);
        out.flush();
        return 0;
    }

    private ReformerConfig config() {
        if (model == null) {
            return NamedConfigurations.byName(preset == null ? DEFAULT_PRESET : preset);
        }
        require(preset == null, "give --preset or --model, got both: %s and %s", String.valueOf(preset), model);
        Checkpoint checkpoint = ModelOptions.load(model);
        checkpoint.weights().close();
        return checkpoint.config();
    }

    private UpdaterState state() {
        return switch (optimizer) {
            case ADAM, ADAMW -> UpdaterState.ADAM;
            case ADAFACTOR -> UpdaterState.ADAFACTOR;
        };
    }
}
