package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireShape;

import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.Temporaries;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trainable arrays of a model by name, seen from one place in it: {@link #at} moves the view down a path, so that a
 * block asks for {@code weight} and gets {@code layers.0.self_attention.value.weight}.
 */
public final class Weights {

    private final Map<String, INDArray> arrays;
    private final String prefix;

    private Weights(Map<String, INDArray> arrays, String prefix) {
        this.arrays = arrays;
        this.prefix = prefix;
    }

    /** A view of arrays that belong to the caller; their order is kept. */
    public static Weights of(Map<String, INDArray> arrays) {
        return new Weights(new LinkedHashMap<>(arrays), "");
    }

    /** New arrays as the specifications start them; each draws from a key of its own, so their order does not matter. */
    public static Weights create(List<ParameterSpec> specs, DataType type, long seed) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            INDArray array = spec.initializer().create(type, CounterRandom.derive(seed, spec.name()), spec.sizes());
            require(arrays.put(spec.name(), array) == null, "two parameters are named %s", spec.name());
        }
        return new Weights(arrays, "");
    }

    /** The same arrays, seen from one level further down. */
    public Weights at(String name) {
        return new Weights(arrays, prefix + name + ".");
    }

    /** The array of this name under the current path. */
    public INDArray get(String name) {
        INDArray array = arrays.get(prefix + name);
        require(array != null, "there is no parameter %s%s", prefix, name);
        return java.util.Objects.requireNonNull(array);
    }

    /** All arrays by their whole names, whatever the current path. */
    public Map<String, INDArray> all() {
        return Collections.unmodifiableMap(arrays);
    }

    /** Data type of the arrays. */
    public DataType type() {
        return arrays.values().iterator().next().dataType();
    }

    /** Throws unless the arrays are exactly those of the specifications, by name and shape. */
    public void requireMatch(List<ParameterSpec> specs) {
        for (ParameterSpec spec : specs) {
            requireShape("parameter " + spec.name(), get(spec.name()), spec.sizes());
        }
        require(
                arrays.size() == specs.size(),
                "expected %d parameters, got %d: %s",
                specs.size(),
                arrays.size(),
                arrays.keySet());
    }

    /** Frees all arrays; nothing that looks at them may be used afterwards. */
    public void close() {
        arrays.values().forEach(Temporaries::free);
    }
}
