package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

/**
 * A softmax cross entropy over a linear map.
 *
 * @param inputSize depth of a row, d
 * @param vocabularySize classes, V
 * @param chunkLength rows whose logits exist at once; 0: all
 * @param deviation standard deviation of fresh weights
 */
public record ChunkedCrossEntropyConfig(int inputSize, int vocabularySize, int chunkLength, double deviation) {

    public ChunkedCrossEntropyConfig {
        require(inputSize > 0, "inputSize must be positive, got %d", inputSize);
        require(vocabularySize > 0, "vocabularySize must be positive, got %d", vocabularySize);
        require(
                chunkLength >= 0,
                "chunkLength must not be negative (0 computes all rows at once), got %d",
                chunkLength);
        require(
                deviation >= 0.0 && Double.isFinite(deviation),
                "deviation must be finite and not negative, got %s",
                deviation);
    }

    /** The loss; it has no state. */
    public ChunkedCrossEntropy toLoss() {
        return new ChunkedCrossEntropy(this);
    }
}
