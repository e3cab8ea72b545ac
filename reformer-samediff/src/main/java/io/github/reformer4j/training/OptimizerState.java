package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireShape;

import io.github.reformer4j.block.ArraySet;
import io.github.reformer4j.block.Weights;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays by name that an optimiser keeps: {@code layers.0.output.weight.m}. */
final class OptimizerState {

    private final ArraySet arrays;

    /** No arrays yet; they will live where the weights do. */
    OptimizerState(Weights weights) {
        arrays = weights.newSet("optimizer");
    }

    /** A new array of zeros, of the type of the weights. */
    INDArray zeros(INDArray weight, String name, long... shape) {
        INDArray zeros = Nd4j.zeros(weight.dataType(), shape);
        arrays.put(name, zeros);
        return zeros;
    }

    /** An array, to be changed in place. */
    INDArray get(String name) {
        return Objects.requireNonNull(arrays.change(name), name);
    }

    /** All arrays, live. */
    Map<String, INDArray> all() {
        return arrays.changing();
    }

    void close() {
        arrays.close();
    }

    /** Copies values between arrays of the same names and shapes. */
    static void copy(Map<String, INDArray> from, Map<String, INDArray> to) {
        requireNames(from.keySet(), to.keySet());
        to.forEach((name, target) -> copy(name, Objects.requireNonNull(from.get(name)), target));
    }

    static void requireNames(Set<String> saved, Set<String> expected) {
        require(
                saved.equals(expected),
                "the saved state belongs to another optimiser or model: expected %s, got %s",
                expected,
                saved);
    }

    static void copy(String name, INDArray saved, INDArray target) {
        requireShape("saved state " + name, saved, target.shape());
        target.assign(saved);
    }
}
