package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.data.Tokenizers;
import io.github.reformer4j.model.ReformerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model on disk, in one file {@code NAME.safetensors} that holds configuration, tokenizer and provenance as its metadata;
 * or in a folder with that file, named {@code model.safetensors}, and the three as JSON files beside it for people to read.
 * The file is what counts, so that no crash leaves a mix.
 *
 * @param config of the model
 * @param tokenizer that its training used
 * @param provenance of the weights
 * @param weights which belong to whoever holds this
 */
public record Checkpoint(ReformerConfig config, Tokenizer tokenizer, Provenance provenance, Weights weights) {

    /** Name of the file with the weights in a folder. */
    public static final String WEIGHTS = "model.safetensors";

    private static final String EXTENSION = ".safetensors";
    private static final String FORMAT = "format";
    private static final String NAME = "reformer4j-checkpoint";
    private static final String VERSION = "version";
    private static final String CURRENT = "1";
    private static final String CONFIG = "config";
    private static final String TOKENIZER = "tokenizer";
    private static final String PROVENANCE = "provenance";

    /**
     * Writes the model: into one file if the path ends in {@code .safetensors}, else into a folder, which is made.
     *
     * @throws UncheckedIOException with a sentence for people
     */
    public void save(Path path, Precision precision) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, NAME);
        metadata.put(VERSION, CURRENT);
        metadata.put(CONFIG, config.toJson());
        metadata.put(TOKENIZER, tokenizer.toJson());
        metadata.put(PROVENANCE, ProvenanceJson.write(provenance));
        if (isFile(path)) {
            SafeTensors.write(path, weights.all(), metadata, precision);
            return;
        }
        makeFolder(path);
        for (String part : List.of(CONFIG, TOKENIZER, PROVENANCE)) {
            AtomicFile.writeText(path.resolve(part + ".json"), Objects.requireNonNull(metadata.get(part)));
        }
        SafeTensors.write(path.resolve(WEIGHTS), weights.all(), metadata, precision);
    }

    private static boolean isFile(Path path) {
        return path.toString().endsWith(EXTENSION);
    }

    private static void makeFolder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "the folder %s could not be made (%s); choose one that can be written",
                            path, DiskProblem.reason(problem)),
                    problem);
        }
    }

    /**
     * Reads a model.
     *
     * @param path of the file or folder
     * @param expected the parameters of the kind of model that is wanted, by its configuration
     * @throws IllegalArgumentException with a sentence where this is no checkpoint of ours, or not a whole one
     */
    public static Checkpoint load(Path path, Function<ReformerConfig, List<ParameterSpec>> expected) {
        Path file = Files.isDirectory(path) ? path.resolve(WEIGHTS) : path;
        require(
                Files.exists(path),
                "there is no checkpoint at %s; check the path, or train a model first with ./reformer train",
                path);
        require(
                Files.isRegularFile(file),
                "the folder %s holds no %s; it is no checkpoint of ours, or was not written to its end",
                path,
                WEIGHTS);
        SafeTensors tensors = SafeTensors.read(file);
        try {
            return of(file, tensors, expected);
        } catch (RuntimeException wrong) {
            tensors.close();
            throw wrong;
        }
    }

    private static Checkpoint of(
            Path file, SafeTensors tensors, Function<ReformerConfig, List<ParameterSpec>> expected) {
        Map<String, String> metadata = tensors.metadata();
        require(
                NAME.equals(metadata.get(FORMAT)),
                "%s is a safetensors file, but no checkpoint of ours (its metadata has no \"%s\": \"%s\"); "
                        + "models of other libraries must be imported first",
                file,
                FORMAT,
                NAME);
        require(
                CURRENT.equals(metadata.get(VERSION)),
                "%s has version %s of the checkpoint format, this release reads version %s; use the release that wrote it",
                file,
                metadata.getOrDefault(VERSION, "none"),
                CURRENT);
        ReformerConfig config = part(file, metadata, CONFIG, ReformerConfig::fromJson);
        Tokenizer tokenizer = part(file, metadata, TOKENIZER, Tokenizers::fromJson);
        Provenance provenance = part(file, metadata, PROVENANCE, ProvenanceJson::read);
        requireParameters(file, tensors.tensors(), expected.apply(config));
        return new Checkpoint(config, tokenizer, provenance, Weights.of(tensors.tensors()));
    }

    private static <T> T part(Path file, Map<String, String> metadata, String key, Function<String, T> parser) {
        String text = metadata.get(key);
        require(text != null, "%s lacks its %s; it was not written by this library", file, key);
        try {
            return parser.apply(Objects.requireNonNull(text));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    String.format("the %s in %s cannot be read: %s", key, file, wrong.getMessage()), wrong);
        }
    }

    private static void requireParameters(Path file, Map<String, INDArray> tensors, List<ParameterSpec> specs) {
        Map<String, ParameterSpec> byName =
                specs.stream().collect(Collectors.toMap(ParameterSpec::name, Function.identity()));
        for (ParameterSpec spec : specs) {
            INDArray tensor = tensors.get(spec.name());
            require(
                    tensor != null,
                    "%s lacks the tensor %s, which its configuration asks for; it may hold another kind of model",
                    file,
                    spec.name());
            long[] shape = Objects.requireNonNull(tensor).shape();
            require(
                    Arrays.equals(shape, spec.sizes()),
                    "tensor %s of %s has shape %s, its configuration asks for %s",
                    spec.name(),
                    file,
                    Arrays.toString(shape),
                    spec.shape());
        }
        for (String name : tensors.keySet()) {
            require(
                    byName.containsKey(name),
                    "%s holds the tensor %s, which its configuration does not know; it may hold another kind of model",
                    file,
                    name);
        }
        List<DataType> types =
                tensors.values().stream().map(INDArray::dataType).distinct().toList();
        require(types.size() == 1, "the tensors of %s have different types, %s; write them all in one", file, types);
    }
}
