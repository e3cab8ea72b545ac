package io.github.reformer4j.model;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Start and end of an answer within the sequence: logits [b, n, 2]. Labels are [b, 2]. */
public final class QuestionAnswerer extends HeadedModel {

    /** A model over weights that belong to it from now on. */
    public QuestionAnswerer(ReformerConfig config, Weights weights) {
        super(config, head(config), weights);
    }

    /** A fresh model; the seed decides its weights. */
    public static QuestionAnswerer create(ReformerConfig config, DataType type, long seed) {
        return new QuestionAnswerer(config, fresh(config, head(config), type, seed));
    }

    /** Names, shapes and initialisers of the weights of such a model. */
    public static List<ParameterSpec> parametersOf(ReformerConfig config) {
        return parameters(config, head(config));
    }

    private static Head head(ReformerConfig config) {
        return new SpanHead(config.hiddenSize(), config.initializerRange());
    }
}
