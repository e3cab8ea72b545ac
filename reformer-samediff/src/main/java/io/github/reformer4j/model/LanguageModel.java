package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A causal language model: position t gives the logits of token t + 1, [b, n, V]. Labels of a batch are its ids, [b, n].
 */
public final class LanguageModel extends HeadedModel {

    /** A model over weights that belong to it from now on. */
    public LanguageModel(ReformerConfig config, Weights weights) {
        super(config, head(config), weights);
    }

    /** A fresh model; the seed decides its weights. */
    public static LanguageModel create(ReformerConfig config, DataType type, long seed) {
        return new LanguageModel(config, fresh(config, head(config), type, seed));
    }

    /** Names, shapes and initialisers of the weights of such a model. */
    public static List<ParameterSpec> parametersOf(ReformerConfig config) {
        return parameters(config, head(config));
    }

    private static Head head(ReformerConfig config) {
        require(config.causal(), "a language model needs a causal configuration, got causal = %s", config.causal());
        return TokenHead.of(config, "lm_head", config.vocabularySize(), true);
    }
}
