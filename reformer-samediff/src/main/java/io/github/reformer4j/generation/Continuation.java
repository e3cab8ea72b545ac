package io.github.reformer4j.generation;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.model.LanguageModel;
import java.util.function.Consumer;

/**
 * Continues prompts with a model. Its caches are made for as many tokens as prompt and text will have.
 *
 * @param model which stays the caller's
 * @param tokenizer of the model
 */
public record Continuation(LanguageModel model, Tokenizer tokenizer) {

    /** Continues a prompt, and hands the text on piece by piece, as {@link TextGenerator#generate} does. */
    public Generated generate(String prompt, GenerationConfig config, Consumer<String> stream) {
        int length = tokenizer.encode(prompt).length + config.maxTokens();
        int expected = Math.min(model.config().maxPositions(), Math.max(1, length));
        TextGenerator generator =
                new TextGenerator(seed -> new LanguageDecoder(model, Step.inference(seed), expected), tokenizer);
        return generator.generate(prompt, config, stream);
    }
}
