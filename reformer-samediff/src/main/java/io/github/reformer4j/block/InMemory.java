package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.Temporaries;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A set of arrays that are always there. */
final class InMemory implements ArraySet {

    static final ArrayStore STORE = new ArrayStore() {
        @Override
        public ArraySet newSet(String kind) {
            return new InMemory();
        }

        @Override
        public void close() {
            // the sets free their arrays
        }
    };

    private final Map<String, INDArray> arrays = new LinkedHashMap<>();

    @Override
    public void put(String name, INDArray array) {
        require(arrays.put(name, array) == null, "two arrays are named %s", name);
    }

    @Override
    public @Nullable INDArray read(String name) {
        return arrays.get(name);
    }

    @Override
    public @Nullable INDArray change(String name) {
        return arrays.get(name);
    }

    @Override
    public Map<String, INDArray> reading() {
        return Collections.unmodifiableMap(arrays);
    }

    @Override
    public Map<String, INDArray> changing() {
        return Collections.unmodifiableMap(arrays);
    }

    @Override
    public void enter(String place, @Nullable String next) {
        // everything is there
    }

    @Override
    public void close() {
        arrays.values().forEach(Temporaries::free);
        arrays.clear();
    }
}
