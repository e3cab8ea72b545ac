package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

/**
 * Layer norm of the last axis.
 *
 * @param size its depth
 * @param epsilon added to the variance; published Reformers use 1e-12 and 1e-6
 */
public record LayerNormConfig(int size, double epsilon) implements BlockConfig {

    public LayerNormConfig {
        require(size > 0, "size must be positive, got %d", size);
        require(epsilon > 0.0 && Double.isFinite(epsilon), "epsilon must be positive and finite, got %s", epsilon);
    }

    @Override
    public LayerNorm toBlock() {
        return new LayerNorm(this);
    }
}
