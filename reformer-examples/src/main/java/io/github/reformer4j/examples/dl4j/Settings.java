package io.github.reformer4j.examples.dl4j;

import static io.github.reformer4j.check.Check.require;

/**
 * The sizes of a trial.
 *
 * @param length steps of a sequence, n
 * @param batch sequences of a training step
 * @param steps of training
 * @param seed of data and weights
 */
public record Settings(int length, int batch, int steps, long seed) {

    /** The shortest sequence that every task can be asked in. */
    public static final int SHORTEST = 64;

    public Settings {
        require(length >= SHORTEST, "--length must be %d or more, got %d", SHORTEST, length);
        require(batch > 0, "--batch must be positive, got %d", batch);
        require(steps > 0, "--steps must be positive, got %d", steps);
    }
}
