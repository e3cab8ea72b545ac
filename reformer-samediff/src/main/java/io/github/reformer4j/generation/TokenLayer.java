package io.github.reformer4j.generation;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Weights;

/** A layer of the model, one position at a time: y1 = x1 + attention(norm(x2)), y2 = x2 + feedForward(norm(y1)). */
final class TokenLayer {

    private final TokenNorm attentionNorm;
    private final Matrix attentionOutput;
    private final TokenNorm feedForwardNorm;
    private final TokenFeedForward feedForward;
    private final double[] normed;
    private final double[] attended;
    private final double[] change;

    /** A layer from its weights, those under {@code layers.i}. */
    TokenLayer(Weights weights, double epsilon, Activation activation) {
        attentionNorm = new TokenNorm(weights.at("attention.layer_norm"), epsilon);
        attentionOutput = Matrix.of(weights.get("attention.output.weight"));
        feedForwardNorm = new TokenNorm(weights.at("feed_forward.layer_norm"), epsilon);
        feedForward = new TokenFeedForward(weights.at("feed_forward"), activation);
        normed = new double[attentionOutput.outputs()];
        attended = new double[attentionOutput.inputs()];
        change = new double[attentionOutput.outputs()];
    }

    /** Changes both streams, [d] each, in place. */
    void apply(double[] first, double[] second, AttentionCache cache) {
        attentionNorm.apply(second, normed);
        cache.next(normed, attended); // [h · headSize]
        attentionOutput.multiply(attended, change); // [d]
        add(first);
        feedForwardNorm.apply(first, normed);
        feedForward.apply(normed, change); // [d]
        add(second);
    }

    private void add(double[] stream) {
        for (int i = 0; i < stream.length; i++) {
            stream[i] += change[i];
        }
    }
}
