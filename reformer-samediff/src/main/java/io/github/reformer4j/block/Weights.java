package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireShape;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trainable arrays of a model by name, seen from one place in it: {@link #at} moves the view down a path, so that a
 * block asks for {@code weight} and gets {@code layers.0.self_attention.value.weight}.
 */
public final class Weights {

    private final ArrayStore store;
    private final ArraySet arrays;
    private final String prefix;

    private Weights(ArrayStore store, ArraySet arrays, String prefix) {
        this.store = store;
        this.arrays = arrays;
        this.prefix = prefix;
    }

    /** A view of arrays that belong to the caller; their order is kept. */
    public static Weights of(Map<String, INDArray> arrays) {
        ArraySet set = ArrayStore.inMemory().newSet("weights");
        arrays.forEach(set::put);
        return new Weights(ArrayStore.inMemory(), set, "");
    }

    /** New arrays as the specifications start them; each draws from a key of its own, so their order does not matter. */
    public static Weights create(List<ParameterSpec> specs, DataType type, long seed) {
        return create(specs, type, seed, ArrayStore.inMemory());
    }

    /**
     * New arrays, the same, that live in a store.
     *
     * @param store closed with the weights
     */
    public static Weights create(List<ParameterSpec> specs, DataType type, long seed, ArrayStore store) {
        ArraySet set = store.newSet("weights");
        for (ParameterSpec spec : specs) {
            require(set.read(spec.name()) == null, "two parameters are named %s", spec.name());
            set.put(
                    spec.name(),
                    spec.initializer().create(type, CounterRandom.derive(seed, spec.name()), spec.sizes()));
        }
        return new Weights(store, set, "");
    }

    /** The same arrays, seen from one level further down. */
    public Weights at(String name) {
        return new Weights(store, arrays, prefix + name + ".");
    }

    /** The array of this name under the current path, to be read. */
    public INDArray get(String name) {
        return found(arrays.read(prefix + name), name);
    }

    /** The array of this name under the current path, to be changed in place. */
    public INDArray toChange(String name) {
        return found(arrays.change(prefix + name), name);
    }

    private INDArray found(@Nullable INDArray array, String name) {
        require(array != null, "there is no parameter %s%s", prefix, name);
        return Objects.requireNonNull(array);
    }

    /** All arrays by their whole names, whatever the current path; a store may bring each in as the view comes to it. */
    public Map<String, INDArray> all() {
        return arrays.reading();
    }

    /** A new set of arrays that live where these do: their gradients, or what an optimiser remembers of them. */
    public ArraySet newSet(String kind) {
        return store.newSet(kind);
    }

    /**
     * The computation goes on with the arrays under {@code place}, and probably with those under {@code next} after them.
     *
     * @param next null: nobody knows
     */
    public void enter(String place, @Nullable String next) {
        arrays.enter(prefix + place, next == null ? null : prefix + next);
    }

    /** Data type of the arrays. */
    public DataType type() {
        return all().values().iterator().next().dataType();
    }

    /** Throws unless the arrays are exactly those of the specifications, by name and shape. */
    public void requireMatch(List<ParameterSpec> specs) {
        for (ParameterSpec spec : specs) {
            requireShape("parameter " + spec.name(), get(spec.name()), spec.sizes());
        }
        require(
                all().size() == specs.size(),
                "expected %d parameters, got %d: %s",
                specs.size(),
                all().size(),
                all().keySet());
    }

    /** Frees all arrays, and closes where they live; nothing that looks at them may be used afterwards. */
    public void close() {
        arrays.close();
        store.close();
    }
}
