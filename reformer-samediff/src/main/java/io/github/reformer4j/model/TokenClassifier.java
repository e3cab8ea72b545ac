package io.github.reformer4j.model;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** A class for every token, logits [b, n, labels]. Labels are [b, n]. */
public final class TokenClassifier extends HeadedModel {

    /** A model over weights that belong to it from now on. */
    public TokenClassifier(ReformerConfig config, Weights weights) {
        super(config, head(config), weights);
    }

    /** A fresh model; the seed decides its weights. */
    public static TokenClassifier create(ReformerConfig config, DataType type, long seed) {
        return new TokenClassifier(config, fresh(config, head(config), type, seed));
    }

    /** Names, shapes and initialisers of the weights of such a model. */
    public static List<ParameterSpec> parametersOf(ReformerConfig config) {
        return parameters(config, head(config));
    }

    private static Head head(ReformerConfig config) {
        return TokenHead.of(config, "classifier", config.labels(), false);
    }
}
