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
 * @param deviation standard deviation of fresh weights
 */
public record FeedForwardConfig(
        int inputSize, int innerSize, Activation activation, int chunkLength, double dropout, double deviation)
        implements BlockConfig {

    /** Standard deviation of fresh weights where nothing else is said, as published. */
    public static final double DEVIATION = 0.02;

    public FeedForwardConfig {
        require(inputSize > 0, "inputSize must be positive, got %d", inputSize);
        require(innerSize > 0, "innerSize must be positive, got %d", innerSize);
        require(
                chunkLength >= 0,
                "chunkLength must not be negative (0 computes all positions at once), got %d",
                chunkLength);
        require(dropout >= 0.0 && dropout < 1.0, "dropout must lie in [0, 1), got %s", dropout);
        require(
                deviation >= 0.0 && Double.isFinite(deviation),
                "deviation must be finite and not negative, got %s",
                deviation);
    }

    /** With fresh weights of the usual size. */
    public FeedForwardConfig(int inputSize, int innerSize, Activation activation, int chunkLength, double dropout) {
        this(inputSize, innerSize, activation, chunkLength, dropout, DEVIATION);
    }

    /** The same layer in other chunks. */
    public FeedForwardConfig withChunkLength(int newChunkLength) {
        return new FeedForwardConfig(inputSize, innerSize, activation, newChunkLength, dropout, deviation);
    }

    @Override
    public ChunkedFeedForward toBlock() {
        return new ChunkedFeedForward(this);
    }
}
