package io.github.reformer4j.examples.cli;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.generation.Generated;
import io.github.reformer4j.generation.GenerationConfig;
import io.github.reformer4j.generation.LanguageDecoder;
import io.github.reformer4j.generation.TextGenerator;
import io.github.reformer4j.model.LanguageModel;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Continues a prompt and prints the text as it comes. */
final class Continuation {

    private final LanguageModel model;
    private final Tokenizer tokenizer;

    private Continuation(LanguageModel model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    static Continuation of(LanguageModel model, Tokenizer tokenizer) {
        return new Continuation(model, tokenizer);
    }

    Generated stream(String prompt, GenerationConfig config, PrintWriter out) {
        return generate(prompt, config, piece -> {
            out.print(piece);
            out.flush();
        });
    }

    Generated generate(String prompt, GenerationConfig config) {
        return generate(prompt, config, piece -> {});
    }

    private Generated generate(String prompt, GenerationConfig config, Consumer<String> stream) {
        int length = tokenizer.encode(prompt).length + config.maxTokens();
        int expected = Math.min(model.config().maxPositions(), Math.max(1, length));
        TextGenerator generator =
                new TextGenerator(seed -> new LanguageDecoder(model, Step.inference(seed), expected), tokenizer);
        return generator.generate(prompt, config, stream);
    }
}
