package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.provider.Kernels;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a model is to be estimated for.
 *
 * @param batch sequences of a batch, b
 * @param length tokens of a sequence, n
 * @param updater what the optimiser remembers
 * @param type of weights and activations
 */
public record Workload(int batch, int length, UpdaterState updater, DataType type) {

    public Workload {
        require(batch > 0, "a batch holds at least one sequence, got %d", batch);
        require(length > 0, "a sequence holds at least one token, got %d", length);
        require(
                type == DataType.FLOAT || type == DataType.DOUBLE,
                "models are computed in FLOAT or DOUBLE, got %s",
                type);
    }

    /** In single precision with Adam. */
    public static Workload of(int batch, int length) {
        return new Workload(batch, length, UpdaterState.ADAM, DataType.FLOAT);
    }

    /** Whether fused kernels compute it, which need no native memory besides arguments and results. */
    boolean fused() {
        return Kernels.current().fuses(type);
    }

    /** Bytes of a number. */
    int width() {
        return type.width();
    }
}
