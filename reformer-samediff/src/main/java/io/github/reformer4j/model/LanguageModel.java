package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.ArrayStore;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

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

    /**
     * The same model with its weights, and whatever is made for them in a training, in a store.
     *
     * @param store closed with the model
     */
    public static LanguageModel create(ReformerConfig config, DataType type, long seed, ArrayStore store) {
        return new LanguageModel(config, fresh(config, head(config), type, seed, store));
    }

    /** Names, shapes and initialisers of the weights of such a model. */
    public static List<ParameterSpec> parametersOf(ReformerConfig config) {
        return parameters(config, head(config));
    }

    /** The size of such a model, of which nothing is created. */
    public static ModelSummary summaryOf(ReformerConfig config, Workload load) {
        return ModelSummary.of(config, parametersOf(config), load);
    }

    /**
     * Reads prompts in one pass.
     *
     * @param ids [b, n]
     * @param buckets of LSH layers, in place of those of the configuration
     * @param step seed of the rotations
     * @param observer sees what each layer's attention reads, so that a cache can be filled; the n first positions are the
     *     prompt, more are padding
     * @return the logits behind the last token of each, [b, V], new
     */
    public INDArray ingest(int[][] ids, Buckets buckets, Step step, AttentionObserver observer) {
        ReformerConfig reading = config().withBuckets(buckets);
        Padding padding = Padding.of(reading, ids, null);
        ReformerEncoder encoder = new ReformerEncoder(reading, observer);
        try (Temporaries temporaries = new Temporaries()) {
            INDArray hidden = temporaries.add(encoder.forward(padding.ids(), weights(), step.withMask(padding.mask())));
            INDArray last = temporaries.add(
                    hidden.get(NDArrayIndex.all(), NDArrayIndex.point(padding.length() - 1L), NDArrayIndex.all())
                            .dup('c')); // [b, 2d]
            return head(reading).logits(last, weights(), step);
        }
    }

    private static Head head(ReformerConfig config) {
        require(config.causal(), "a language model needs a causal configuration, got causal = %s", config.causal());
        return TokenHead.of(config, "lm_head", config.vocabularySize(), true);
    }
}
