package io.github.reformer4j.zoo.tensors.pickle;

import java.util.Collections;
import java.util.List;

/**
 * A tuple of Python.
 *
 * @param items in their order
 */
public record Tuple(List<Object> items) {
    public Tuple {
        items = Collections.unmodifiableList(items);
    }

    /** How many. */
    public int size() {
        return items.size();
    }

    /** By its index. */
    public Object get(int index) {
        return items.get(index);
    }

    /** Contents are not written out: they may hold each other. */
    @Override
    public String toString() {
        return "a tuple of " + items.size();
    }

    /** By identity, because contents may be deep. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
