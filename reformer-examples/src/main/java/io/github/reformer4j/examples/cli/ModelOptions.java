package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.training.TrainingFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model to load. */
final class ModelOptions {

    @Option(
            names = "--model",
            paramLabel = "PATH",
            description =
                    "Checkpoint (folder or .safetensors file), or the folder of a training run, whose best is taken.")
    private Path model = Path.of("runs", "default");

    /** A sequence has its place in the model. */
    static void requireRoom(int length, ReformerConfig config) {
        require(
                length <= config.maxPositions(),
                "--length %d is longer than the %d positions of the model; lower it or choose another model",
                length,
                config.maxPositions());
    }

    Checkpoint load() {
        return load(model);
    }

    /** The model at a path as the option takes it. */
    static Checkpoint load(Path model) {
        boolean run = Files.isDirectory(model) && !Files.exists(model.resolve(Checkpoint.WEIGHTS));
        Path path = run ? TrainingFolder.toUse(model).orElse(model) : model;
        return Checkpoint.load(path, LanguageModel::parametersOf);
    }
}
