package io.github.reformer4j.zoo.huggingface;

import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.ReformerModel;
import java.util.Optional;

/**
 * What a folder holds.
 *
 * @param task what the model is for
 * @param model one of the classes of that task; closed with this
 * @param tokenizer of the model; empty where the folder has none
 */
public record HuggingFaceModel(Task task, ReformerModel model, Optional<Tokenizer> tokenizer) implements AutoCloseable {

    @Override
    public void close() {
        model.close();
    }
}
