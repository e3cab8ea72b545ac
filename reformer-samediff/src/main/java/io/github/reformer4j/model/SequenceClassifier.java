package io.github.reformer4j.model;

import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** A class for a whole sequence, from the vector of its first position: logits [b, labels]. Labels are [b, 1]. */
public final class SequenceClassifier extends HeadedModel {

    /** A model over weights that belong to it from now on. */
    public SequenceClassifier(ReformerConfig config, Weights weights) {
        super(config, head(config), weights);
    }

    /** A fresh model; the seed decides its weights. */
    public static SequenceClassifier create(ReformerConfig config, DataType type, long seed) {
        return new SequenceClassifier(config, fresh(config, head(config), type, seed));
    }

    /** Names, shapes and initialisers of the weights of such a model. */
    public static List<ParameterSpec> parametersOf(ReformerConfig config) {
        return parameters(config, head(config));
    }

    private static Head head(ReformerConfig config) {
        return new SequenceHead(config);
    }
}
