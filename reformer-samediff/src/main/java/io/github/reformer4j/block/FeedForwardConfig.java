package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

/**
 * Two dense layers with an activation between, computed in chunks of positions so that the intermediate
 * [n, innerSize] never exists whole (Reformer, section 3, "Chunking").
 *
 * @param inputSize depth of input and output, d_model
 * @param innerSize depth between, d_ff
 * @param activation the activation
 * @param chunkLength positions computed at once; 0: all
 * @param dropout probability that an element is dropped in training, after the first and after the second dense layer
 */
public record FeedForwardConfig(int inputSize, int innerSize, Activation activation, int chunkLength, double dropout) {

    public FeedForwardConfig {
        require(inputSize > 0, "inputSize must be positive, got %d", inputSize);
        require(innerSize > 0, "innerSize must be positive, got %d", innerSize);
        require(
                chunkLength >= 0,
                "chunkLength must not be negative (0 computes all positions at once), got %d",
                chunkLength);
        require(dropout >= 0.0 && dropout < 1.0, "dropout must lie in [0, 1), got %s", dropout);
    }
}
