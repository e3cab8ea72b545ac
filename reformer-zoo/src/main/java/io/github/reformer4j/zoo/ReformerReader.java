package io.github.reformer4j.zoo;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.Checkpoint;
import io.github.reformer4j.data.Tokenizers;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.nio.file.Path;

/** Reads checkpoints of this library, and compares them with what the index says of them. */
public final class ReformerReader implements ModelReader {

    @Override
    public String format() {
        return ModelEntry.REFORMER;
    }

    @Override
    public Checkpoint read(ModelEntry entry, Path folder) {
        require(
                entry.files().size() == 1 && entry.files().get(0).name().endsWith(".safetensors"),
                "%s must have one file NAME.safetensors in the format %s, got %s; correct the index",
                entry.id(),
                format(),
                entry.files().stream().map(file -> file.name()).toList());
        Checkpoint checkpoint =
                Checkpoint.load(folder.resolve(entry.files().get(0).name()), LanguageModel::parametersOf);
        try {
            requireSame(entry, checkpoint);
            return checkpoint;
        } catch (RuntimeException wrong) {
            checkpoint.weights().close();
            throw wrong;
        }
    }

    private static void requireSame(ModelEntry entry, Checkpoint checkpoint) {
        String configuration = entry.configuration();
        require(
                configuration == null || ReformerConfig.fromJson(configuration).equals(checkpoint.config()),
                "the configuration in the file of %s is not that of the index; correct the index, or fetch the model again",
                entry.id());
        String tokenizer = entry.tokenizer();
        require(
                tokenizer == null || Tokenizers.fromJson(tokenizer).equals(checkpoint.tokenizer()),
                "the tokenizer in the file of %s is not that of the index; correct the index, or fetch the model again",
                entry.id());
    }
}
