package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

/**
 * A linear map of the last axis.
 *
 * @param inputSize its depth before
 * @param outputSize its depth after
 * @param bias whether a bias is added
 * @param deviation standard deviation of fresh weights
 */
public record LinearConfig(int inputSize, int outputSize, boolean bias, double deviation) implements BlockConfig {

    public LinearConfig {
        require(inputSize > 0, "inputSize must be positive, got %d", inputSize);
        require(outputSize > 0, "outputSize must be positive, got %d", outputSize);
        require(
                deviation >= 0.0 && Double.isFinite(deviation),
                "deviation must be finite and not negative, got %s",
                deviation);
    }

    @Override
    public Linear toBlock() {
        return new Linear(this);
    }
}
