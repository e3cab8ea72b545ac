package io.github.reformer4j.examples.cli;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.model.LanguageModel;
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

    Checkpoint load() {
        boolean run = Files.isDirectory(model) && !Files.exists(model.resolve(Checkpoint.WEIGHTS));
        Path path = run ? TrainingFolder.toUse(model).orElse(model) : model;
        return Checkpoint.load(path, LanguageModel::parametersOf);
    }
}
