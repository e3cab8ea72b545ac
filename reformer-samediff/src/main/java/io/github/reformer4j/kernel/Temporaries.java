package io.github.reformer4j.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Owns the arrays of one computation and frees them at its end; ND4J alone frees them whenever the garbage collector
 * comes by, and memory climbs until then.
 *
 * <p>Only arrays that own their buffer are to be added, never views: closing a view frees what it looks at.
 */
public final class Temporaries implements AutoCloseable {

    private final List<INDArray> arrays = new ArrayList<>();

    /** Frees {@code array} when this is closed. */
    public INDArray add(INDArray array) {
        arrays.add(array);
        return array;
    }

    /** Takes {@code array} back: it outlives this and belongs to the caller. */
    public INDArray release(INDArray array) {
        arrays.removeIf(owned -> owned == array);
        return array;
    }

    /** Frees {@code array} now if it was added here; what belongs to others stays. */
    public void drop(INDArray array) {
        if (arrays.removeIf(owned -> owned == array)) {
            free(array);
        }
    }

    /** Frees everything that was added and not released, each array once. */
    @Override
    public void close() {
        Set<INDArray> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (INDArray array : arrays) {
            if (seen.add(array)) {
                free(array);
            }
        }
        arrays.clear();
    }

    /** Frees the array's memory now, unless it is already free, or cannot be freed by hand (a view, a workspace). */
    public static void free(INDArray array) {
        if (!array.wasClosed() && array.closeable()) {
            array.close();
        }
    }
}
