package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireShape;

import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Temporaries;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays by name that an optimiser keeps: {@code layers.0.output.weight.m}. */
final class OptimizerState {

    private final Map<String, INDArray> arrays = new LinkedHashMap<>();

    /** A new array of zeros, of the type of the weights. */
    INDArray zeros(Weights weights, String name, long... shape) {
        INDArray zeros = Nd4j.zeros(weights.type(), shape);
        require(arrays.put(name, zeros) == null, "two arrays of an optimiser's state are named %s", name);
        return zeros;
    }

    INDArray get(String name) {
        return java.util.Objects.requireNonNull(arrays.get(name), name);
    }

    Map<String, INDArray> all() {
        return Collections.unmodifiableMap(arrays);
    }

    void close() {
        arrays.values().forEach(Temporaries::free);
        arrays.clear();
    }

    /** Copies values between arrays of the same names and shapes. */
    static void copy(Map<String, INDArray> from, Map<String, INDArray> to) {
        require(
                from.keySet().equals(to.keySet()),
                "the saved state belongs to another optimiser or model: expected %s, got %s",
                to.keySet(),
                from.keySet());
        to.forEach((name, target) -> {
            INDArray source = java.util.Objects.requireNonNull(from.get(name));
            requireShape("saved state " + name, source, target.shape());
            target.assign(source);
        });
    }
}
