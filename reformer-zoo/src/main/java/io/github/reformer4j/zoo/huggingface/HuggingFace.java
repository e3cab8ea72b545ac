package io.github.reformer4j.zoo.huggingface;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.checkpoint.AtomicFile;
import io.github.reformer4j.checkpoint.DiskProblem;
import io.github.reformer4j.checkpoint.Precision;
import io.github.reformer4j.checkpoint.SafeTensors;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.MaskedLanguageModel;
import io.github.reformer4j.model.QuestionAnswerer;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerModel;
import io.github.reformer4j.model.SequenceClassifier;
import io.github.reformer4j.zoo.tensors.TensorSource;
import io.github.reformer4j.zoo.tensors.TensorSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Folders of Hugging Face's transformers with a Reformer: {@code config.json} and the weights, as safetensors or in either
 * format of PyTorch, in one file or several, in 32 or 16 bits.
 *
 * <p>A model computes by {@link io.github.reformer4j.block.Semantics#REFERENCE}: in evaluation, given the same rotations, it
 * has the logits that transformers has. Whatever the folder holds that we do not know or cannot follow is an
 * {@link IllegalArgumentException} with a sentence, before memory is taken for weights.
 */
public final class HuggingFace {

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";

    private HuggingFace() {}

    /** A model for the next token. */
    public static LanguageModel languageModel(Path folder, DataType type) {
        return LanguageModel.class.cast(model(folder, Task.LANGUAGE_MODEL, type));
    }

    /** A model for masked tokens. */
    public static MaskedLanguageModel maskedLanguageModel(Path folder, DataType type) {
        return MaskedLanguageModel.class.cast(model(folder, Task.MASKED_LANGUAGE_MODEL, type));
    }

    /** A model for the class of a sequence. */
    public static SequenceClassifier sequenceClassifier(Path folder, DataType type) {
        return SequenceClassifier.class.cast(model(folder, Task.SEQUENCE_CLASSIFICATION, type));
    }

    /** A model for the begin and the end of an answer. */
    public static QuestionAnswerer questionAnswerer(Path folder, DataType type) {
        return QuestionAnswerer.class.cast(model(folder, Task.QUESTION_ANSWERING, type));
    }

    /** What the folder's model is for, by its {@code architectures}. */
    public static Task task(Path folder) {
        JsonFields fields = config(folder);
        ConfigLimits.requireReformer(fields);
        List<String> named = fields.texts("architectures", List.of());
        return named.stream()
                .flatMap(name -> Task.ofArchitecture(name).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "%s has architectures %s; a model with a head is read, one of %s",
                        fields.file(), named, Task.architectures())));
    }

    /** Our configuration of the folder's model. */
    public static ReformerConfig config(Path folder, Task task) {
        return ConfigReader.read(config(folder), task);
    }

    /**
     * A model with its weights, which are brought in tensor by tensor, each straight to the place where it stays, so that
     * the most memory is theirs.
     *
     * @param type {@link DataType#FLOAT} or {@link DataType#DOUBLE}, whatever the file has
     */
    public static ReformerModel model(Path folder, Task task, DataType type) {
        require(Files.isDirectory(folder), "%s is no folder; give the folder that holds %s", folder, CONFIG);
        ReformerConfig config = config(folder, task);
        try (TensorSource source = TensorSources.open(folder)) {
            Weights weights = WeightsReader.read(folder, source, task.parameters(config), type);
            return task.model(config, weights);
        }
    }

    /** What the folder holds, tokenizer and all; {@code architectures} says which model. */
    public static HuggingFaceModel load(Path folder, DataType type) {
        Task task = task(folder);
        Optional<Tokenizer> tokenizer = tokenizer(folder, config(folder, task));
        return new HuggingFaceModel(task, model(folder, task, type), tokenizer);
    }

    /**
     * The tokenizer of the folder's model: {@code spiece.model}, else ours, else that of bytes from 2 where there are 258 ids,
     * as in the published enwik8 model; empty where there is none of these.
     */
    public static Optional<Tokenizer> tokenizer(Path folder, ReformerConfig config) {
        return TokenizerFiles.read(folder, config.vocabularySize());
    }

    /**
     * Writes a model as transformers 4.57 reads it: {@code config.json} and {@code model.safetensors} in 32 bits.
     *
     * @param folder made where it is missing
     * @throws IllegalArgumentException with a sentence where transformers has no form for the model
     * @throws UncheckedIOException with a sentence for people
     */
    public static void save(ReformerModel model, Path folder) {
        save(model, folder, Precision.SINGLE);
    }

    /**
     * The same, and its tokenizer beside it: {@code spiece.model} for pieces, a file of ours for bytes, for which transformers
     * has none.
     */
    public static void save(ReformerModel model, Tokenizer tokenizer, Path folder) {
        require(
                tokenizer.vocabularySize() == model.config().vocabularySize(),
                "the tokenizer has %d ids, but the model has %d; they belong to different models",
                tokenizer.vocabularySize(),
                model.config().vocabularySize());
        save(model, folder);
        TokenizerFiles.write(folder, tokenizer);
    }

    /** The same with numbers in this precision. */
    public static void save(ReformerModel model, Path folder, Precision precision) {
        ExportLimits.check(model.config());
        Task task = Task.of(model)
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "transformers has no Reformer like a %s; it has %s",
                        model.getClass().getSimpleName(), Task.architectures())));
        String config = ConfigWriter.write(model.config(), task);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        for (ForeignTensor tensor : ForeignTensor.of(model.parameters())) {
            tensors.put(
                    tensor.name(),
                    tensor.toTheirs(model.weights().get(tensor.ours().name())));
        }
        makeFolder(folder);
        SafeTensors.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"), precision);
        AtomicFile.writeText(folder.resolve(CONFIG), config);
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "the folder %s could not be made (%s); choose one that can be written",
                            folder, DiskProblem.reason(problem)),
                    problem);
        }
    }

    private static JsonFields config(Path folder) {
        return JsonFields.read(folder.resolve(CONFIG));
    }
}
