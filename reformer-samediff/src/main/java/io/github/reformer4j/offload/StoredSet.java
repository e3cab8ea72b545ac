package io.github.reformer4j.offload;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.ArraySet;
import io.github.reformer4j.kernel.Temporaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A set whose arrays of layers are on a shelf, and in memory while their layer is. What belongs to no layer stays. */
final class StoredSet implements ArraySet {

    private final Offload store;
    private final Shelf shelf;
    private final Map<String, INDArray> arrays = new LinkedHashMap<>();
    private final Map<String, INDArray> staying = new LinkedHashMap<>();
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private long end;
    private boolean closed;

    StoredSet(Offload store, Shelf shelf) {
        this.store = store;
        this.shelf = shelf;
    }

    @Override
    public void put(String name, INDArray array) {
        requireState(!closed, "the arrays were freed; %s comes too late", name);
        require(!arrays.containsKey(name), "two arrays are named %s", name);
        String layer = Layer.nameOf(name);
        if (layer == null) {
            staying.put(name, array);
        } else {
            synchronized (store) {
                Box box = boxes.computeIfAbsent(layer, missing -> store.newBox(this, missing));
                store.use(this, layer, null);
                box.await();
                box.put(store.stored(name, array, shelf, end));
                end += array.length() * array.dataType().width();
            }
        }
        arrays.put(name, array);
    }

    @Override
    public @Nullable INDArray read(String name) {
        return array(name, null, false);
    }

    @Override
    public @Nullable INDArray change(String name) {
        return array(name, null, true);
    }

    /**
     * An array, which is there.
     *
     * @param next layer that will probably be used next; null: nobody knows
     */
    @Nullable
    INDArray array(String name, @Nullable String next, boolean changing) {
        INDArray array = arrays.get(name);
        String layer = array == null ? null : Layer.nameOf(name);
        Box box = layer == null ? null : boxes.get(layer);
        if (layer != null && box != null) {
            synchronized (store) {
                store.use(this, layer, next);
                box.await();
                if (changing) {
                    box.change();
                }
            }
        }
        return array;
    }

    /** All names, in the order in which arrays were put. */
    List<String> names() {
        return new ArrayList<>(arrays.keySet());
    }

    @Override
    public Map<String, INDArray> reading() {
        return new StreamedArrays(this, false);
    }

    @Override
    public Map<String, INDArray> changing() {
        return new StreamedArrays(this, true);
    }

    @Override
    public void enter(String place, @Nullable String next) {
        Box box = boxes.get(place);
        if (box != null) {
            synchronized (store) {
                store.use(this, place, next);
                box.await();
            }
        }
    }

    @Override
    public void close() {
        synchronized (store) {
            if (closed) {
                return;
            }
            closed = true;
            boxes.values().forEach(Box::discard);
            store.forget(this);
        }
        staying.values().forEach(Temporaries::free);
        arrays.clear();
        try {
            shelf.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    "offloaded arrays could not be deleted (" + problem.getMessage() + ")", problem);
        }
    }
}
