package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

/**
 * Inverted dropout.
 *
 * @param rate probability that an element is dropped in training
 */
public record DropoutConfig(double rate) implements BlockConfig {

    public DropoutConfig {
        require(rate >= 0.0 && rate < 1.0, "a dropout rate must lie in [0, 1), got %s", rate);
    }

    @Override
    public Dropout toBlock() {
        return new Dropout(this);
    }
}
