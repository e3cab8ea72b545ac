package io.github.reformer4j.generation;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.ReformerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A language model computed for one position of one sequence at a time, in plain Java on copies of the weights: calls into
 * native code would cost more than the products. It equals the blocks to rounding. Not safe for several threads at once.
 */
final class TokenModel {

    private final TokenInput embedding;
    private final List<TokenLayer> layers = new ArrayList<>();
    private final TokenNorm norm;
    private final Matrix head;
    private final double[] headBias;
    private final double[] first;
    private final double[] second;
    private final double[] streams;

    /** Copies the weights of a whole model. */
    TokenModel(ReformerConfig config, Weights weights) {
        embedding = new TokenInput(config, weights.at("embeddings"));
        for (int layer = 0; layer < config.attentionLayers().size(); layer++) {
            layers.add(new TokenLayer(weights.at("layers." + layer), config.layerNormEpsilon(), config.activation()));
        }
        norm = new TokenNorm(weights.at("layer_norm"), config.layerNormEpsilon());
        head = Matrix.of(weights.get("lm_head.weight"));
        headBias = Host.doubles(weights.get("lm_head.bias"));
        first = new double[config.hiddenSize()];
        second = new double[config.hiddenSize()];
        streams = new double[2 * config.hiddenSize()];
    }

    /**
     * The logits behind a token.
     *
     * @param id of the token
     * @param position where it stands, from 0 on
     * @param caches of its sequence, one a layer, which take it in
     * @return [v]
     */
    double[] next(int id, int position, List<AttentionCache> caches) {
        embedding.apply(id, position, first);
        System.arraycopy(first, 0, second, 0, first.length);
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).apply(first, second, caches.get(layer));
        }
        return logits();
    }

    private double[] logits() {
        System.arraycopy(first, 0, streams, 0, first.length);
        System.arraycopy(second, 0, streams, first.length, second.length);
        norm.apply(streams, streams); // [2 d]
        double[] logits = new double[head.outputs()];
        head.multiply(streams, logits); // [v]
        for (int id = 0; id < logits.length; id++) {
            logits[id] += headBias[id];
        }
        return logits;
    }
}
