package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

/**
 * How a model is trained. Everything up to {@code seed} decides the losses; a run can only be resumed with the same.
 *
 * @param batchSize sequences of a micro batch, b
 * @param length tokens of a sequence, n
 * @param accumulation micro batches of a step
 * @param optimizer that changes the weights
 * @param schedule of the learning rate
 * @param clipNorm largest norm of all gradients together; 0: any
 * @param seed of batches, dropout and rotations
 * @param steps to train, counted from the very beginning; 0: until the time is over
 * @param seconds to train, those of resumed runs included; 0: until the steps are done
 * @param evaluateEvery steps between measurements on the held-out part; 0: at the end alone
 * @param evaluationWindows sequences of the held-out part that are measured; 0: all
 * @param checkpointEvery steps between checkpoints; 0: at the end alone
 */
public record TrainerConfig(
        int batchSize,
        int length,
        int accumulation,
        OptimizerConfig optimizer,
        Schedule schedule,
        double clipNorm,
        long seed,
        long steps,
        double seconds,
        int evaluateEvery,
        int evaluationWindows,
        int checkpointEvery) {

    public TrainerConfig {
        require(batchSize > 0, "batchSize must be positive, got %d", batchSize);
        require(length > 1, "length must be at least 2, one token to predict from the other, got %d", length);
        require(accumulation > 0, "accumulation must be positive, got %d", accumulation);
        require(clipNorm >= 0.0, "clipNorm must not be negative (0: no clipping), got %s", clipNorm);
        require(steps >= 0, "steps must not be negative, got %d", steps);
        require(seconds >= 0.0, "seconds must not be negative, got %s", seconds);
        require(steps > 0 || seconds > 0.0, "give steps or seconds, got neither; a run must end");
        require(evaluateEvery >= 0, "evaluateEvery must not be negative (0: at the end), got %d", evaluateEvery);
        require(evaluationWindows >= 0, "evaluationWindows must not be negative (0: all), got %d", evaluationWindows);
        require(checkpointEvery >= 0, "checkpointEvery must not be negative (0: at the end), got %d", checkpointEvery);
    }

    /** Tokens of a step. */
    public long tokensPerStep() {
        return (long) batchSize * length * accumulation;
    }
}
