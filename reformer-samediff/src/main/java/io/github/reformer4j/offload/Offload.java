package io.github.reformer4j.offload;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.ArraySet;
import io.github.reformer4j.block.ArrayStore;
import io.github.reformer4j.checkpoint.DiskProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps the layers of a reversible stack outside the memory that computes (Reformer, section 3): weights, gradients and what
 * an optimiser remembers of them. Two layers are in memory at a time, the one that is computed and the one that follows,
 * which a thread fetches meanwhile; what was changed is written back. Embeddings, last norm and head stay in memory.
 *
 * <p>What is fetched ahead is what was used of the layer before: weights alone on the way forward, gradients too on the way
 * back, all three when the optimiser goes through the layers.
 *
 * <p>The numbers are the same as without. A store serves one model, in one thread at a time: a layer that one thread fetches
 * could push out what another computes with.
 */
public final class Offload implements ArrayStore {

    /** Layers in memory. */
    private static final int LAYERS = 2;

    private final Storage storage;
    private final ArrayBytes way;
    private final Mover mover;
    private final Tally tally = new Tally();
    private final Map<String, Layer> layers = new HashMap<>();
    private final Set<StoredSet> sets = new LinkedHashSet<>();
    private final List<Layer> resident = new ArrayList<>(); // least recently used first
    private @Nullable Layer current;
    private Set<StoredSet> expected = Set.of();
    private int mostResident;
    private boolean closed;

    Offload(Storage storage, ArrayBytes way) {
        this.storage = storage;
        this.way = way;
        mover = new Mover(storage.describe());
    }

    /**
     * Layers in files of a folder, which is made, and locked. The files last as long as the store: a checkpoint is what
     * stays of a model.
     *
     * @throws UncheckedIOException with a sentence, where the folder cannot be written
     * @throws IllegalArgumentException where another process uses it
     */
    public static Offload toFolder(Path folder) {
        return new Offload(FileStorage.in(folder), ArrayBytes.ofBackend());
    }

    /** Layers in the memory of the host, for an accelerator with memory of its own. */
    public static Offload toHostMemory() {
        return new Offload(new HostStorage(), ArrayBytes.ofBackend());
    }

    /**
     * What a store has done so far.
     *
     * @param mostLayers most layers that were in memory together
     * @param mostBytes most bytes of them
     * @param bytes of layers in memory now
     * @param bytesRead brought in
     * @param bytesWritten written back
     */
    public record Use(int mostLayers, long mostBytes, long bytes, long bytesRead, long bytesWritten) {}

    /** What was moved and held up to now. */
    public synchronized Use use() {
        return tally.use(mostResident);
    }

    @Override
    public synchronized ArraySet newSet(String kind) {
        requireState(!closed, "the store of %s was closed", storage.describe());
        try {
            StoredSet set = new StoredSet(this, storage.shelf(kind));
            sets.add(set);
            return set;
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s cannot hold %s (%s); make room or choose another",
                            storage.describe(), kind, DiskProblem.reason(problem)),
                    problem);
        }
    }

    synchronized Box newBox(StoredSet set, String layer) {
        Box box = new Box(mover);
        layers.computeIfAbsent(layer, missing -> new Layer()).add(set, box);
        return box;
    }

    StoredArray stored(String name, INDArray array, Shelf shelf, long place) {
        return new StoredArray(name, array, shelf, place, way, tally);
    }

    /** A set's arrays of a layer are used now, and probably those of {@code next} after them. */
    synchronized void use(StoredSet set, String place, @Nullable String next) {
        Layer layer = layers.get(place);
        if (layer == null) {
            return;
        }
        if (layer != current) {
            expected = current == null ? Set.of() : new LinkedHashSet<>(current.used());
            current = layer;
            layer.used().clear();
        }
        layer.used().add(set);
        Layer pushedOut = hold(layer);
        if (pushedOut != null) {
            pushedOut.settle(); // before somebody takes memory for the layer
        }
        Layer after = next == null ? null : layers.get(next);
        if (after != null && after != layer) {
            hold(after);
            after.fetch(expected);
        }
    }

    /** Gives a layer one of the places in memory; which layer left for it, if any did. */
    private @Nullable Layer hold(Layer layer) {
        Layer pushedOut = null;
        if (!resident.remove(layer) && resident.size() >= LAYERS) {
            pushedOut = resident.get(0) == current ? resident.get(1) : resident.get(0);
            pushedOut.leave();
            resident.remove(pushedOut);
        }
        resident.add(layer);
        mostResident = Math.max(mostResident, resident.size());
        return pushedOut;
    }

    synchronized void forget(StoredSet set) {
        sets.remove(set);
        layers.values().forEach(layer -> layer.remove(set));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        new ArrayList<>(sets).forEach(StoredSet::close);
        mover.close();
        try {
            storage.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(storage.describe() + " could not be let go of", problem);
        }
    }
}
