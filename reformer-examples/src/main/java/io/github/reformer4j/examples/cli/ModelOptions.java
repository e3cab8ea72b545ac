package io.github.reformer4j.examples.cli;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.training.TrainingFolder;
import io.github.reformer4j.zoo.Zoo;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which model to load: one on this machine, or one of the zoo. */
final class ModelOptions {

    @Option(
            names = "--model",
            paramLabel = "PATH|NAME",
            description =
                    "Checkpoint (folder or .safetensors file), the folder of a training run, whose best is taken, or "
                            + "the name of a model of the zoo (./reformer zoo list).")
    private String model;

    /** The first choice is the zoo's model of Java source. */
    ModelOptions() {
        this("java-small");
    }

    /** Another choice where none is given. */
    ModelOptions(String first) {
        model = first;
    }

    /** As it was given. */
    String name() {
        return model;
    }

    /** A sequence has its place in the model. */
    static void requireRoom(int length, ReformerConfig config) {
        require(
                length <= config.maxPositions(),
                "--length %d is longer than the %d positions of the model; lower it or choose another model",
                length,
                config.maxPositions());
    }

    /** What is at the path; where nothing is, the model of the zoo that has this name, fetched if need be. */
    Checkpoint load(PrintWriter err) {
        return load(model, err);
    }

    /** What is at the path; where nothing is, the model of the zoo that has this name, fetched if need be. */
    static Checkpoint load(String model, PrintWriter err) {
        Path path = Path.of(model);
        if (Files.exists(path) || path.isAbsolute()) {
            return load(path);
        }
        try (FetchDisplay display = new FetchDisplay(err)) {
            Zoo zoo = Zoo.builder().listener(display).build();
            if (zoo.index().contains(model)) {
                return zoo.checkpoint(model);
            }
            List<String> nearest = zoo.index().nearest(model);
            throw new IllegalArgumentException(String.format(
                    "there is no checkpoint at %1$s and no model '%1$s' in the zoo; %2$s, or train a model first with "
                            + "./reformer train",
                    model,
                    nearest.isEmpty()
                            ? "check the path, see ./reformer zoo list"
                            : "did you mean " + String.join(" or ", nearest)));
        }
    }

    /** The model at a path as the option takes it. */
    static Checkpoint load(Path model) {
        boolean run = Files.isDirectory(model) && !Files.exists(model.resolve(Checkpoint.WEIGHTS));
        Path path = run ? TrainingFolder.toUse(model).orElse(model) : model;
        return Checkpoint.load(path, LanguageModel::parametersOf);
    }
}
