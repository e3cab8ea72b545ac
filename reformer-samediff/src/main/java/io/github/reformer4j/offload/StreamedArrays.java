package io.github.reformer4j.offload;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A view of a set that fetches an array when its value is asked for, and the layer after its own meanwhile. */
final class StreamedArrays extends AbstractMap<String, INDArray> {

    private final StoredSet set;
    private final boolean changing;

    StreamedArrays(StoredSet set, boolean changing) {
        this.set = set;
        this.changing = changing;
    }

    @Override
    public @Nullable INDArray get(@Nullable Object key) {
        return key instanceof String name ? set.array(name, null, changing) : null;
    }

    @Override
    public Set<Map.Entry<String, INDArray>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return set.names().size();
            }

            @Override
            public Iterator<Map.Entry<String, INDArray>> iterator() {
                return new Entries(set.names());
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, INDArray>> {

        private final List<String> names;
        private int next;

        Entries(List<String> names) {
            this.names = names;
        }

        @Override
        public boolean hasNext() {
            return next < names.size();
        }

        @Override
        public Map.Entry<String, INDArray> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next++;
            return new Streamed(names.get(next - 1), layerAfter(next - 1));
        }

        private @Nullable String layerAfter(int index) {
            String layer = Layer.nameOf(names.get(index));
            return names.subList(index + 1, names.size()).stream()
                    .map(Layer::nameOf)
                    .filter(other -> other != null && !other.equals(layer))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final class Streamed implements Map.Entry<String, INDArray> {

        private final String name;
        private final @Nullable String next;

        Streamed(String name, @Nullable String next) {
            this.name = name;
            this.next = next;
        }

        @Override
        public String getKey() {
            return name;
        }

        @Override
        public INDArray getValue() {
            return Objects.requireNonNull(set.array(name, next, changing));
        }

        @Override
        public INDArray setValue(INDArray value) {
            throw new UnsupportedOperationException("arrays are changed in place");
        }
    }
}
