package io.github.reformer4j.examples.memory;

import io.github.reformer4j.reversible.MemoryMode;

/**
 * The memory of a training step of one configuration, in bytes.
 *
 * @param layers of the model
 * @param length tokens of the sequence
 * @param mode what the step keeps of the layers
 * @param measured highest of a process
 * @param estimated highest by {@link io.github.reformer4j.model.ModelSummary}
 * @param lasting weights, gradients, updater state and bucket ids
 */
public record MemoryRow(int layers, int length, MemoryMode mode, long measured, long estimated, long lasting) {

    /** The estimate in units of what was measured. */
    public double ratio() {
        return (double) estimated / measured;
    }

    /** Whether the other row is the same but for the number of layers. */
    boolean differsInDepthFrom(MemoryRow other) {
        return length == other.length && mode == other.mode && layers != other.layers;
    }
}
