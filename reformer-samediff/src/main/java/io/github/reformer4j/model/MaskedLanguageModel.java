package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A masked language model: position t gives the logits of its own token, [b, n, V]. Labels are [b, n], ignored where a
 * token was not masked.
 */
public final class MaskedLanguageModel extends HeadedModel {

    /** A model over weights that belong to it from now on. */
    public MaskedLanguageModel(ReformerConfig config, Weights weights) {
        super(config, head(config), weights);
    }

    /** A fresh model; the seed decides its weights. */
    public static MaskedLanguageModel create(ReformerConfig config, DataType type, long seed) {
        return new MaskedLanguageModel(config, fresh(config, head(config), type, seed));
    }

    /** Names, shapes and initialisers of the weights of such a model. */
    public static List<ParameterSpec> parametersOf(ReformerConfig config) {
        return parameters(config, head(config));
    }

    private static Head head(ReformerConfig config) {
        require(
                !config.causal(),
                "a masked language model sees both sides; set causal to false, got %s",
                config.causal());
        return TokenHead.of(config, "lm_head", config.vocabularySize(), false);
    }
}
