package io.github.reformer4j.block;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays by name that belong together: the weights of a model, sums of their gradients, what an optimiser remembers. A name
 * begins with that of the parameter. The set owns its arrays.
 *
 * <p>Where the {@link ArrayStore} keeps arrays elsewhere, an array can be used until arrays of two other layers were asked
 * for; a later use fails. It says beforehand whether an array is to be changed, because only what changed is written back.
 */
public interface ArraySet extends AutoCloseable {

    /** Takes an array over; one of this name must not be there yet. */
    void put(String name, INDArray array);

    /** The array of this name, not to be changed; null where there is none. */
    @Nullable
    INDArray read(String name);

    /** The array of this name, to be changed in place; null where there is none. */
    @Nullable
    INDArray change(String name);

    /** All arrays, not to be changed, in the order in which they were put; a view, which fetches each as it comes to it. */
    Map<String, INDArray> reading();

    /** The same, to be changed in place. */
    Map<String, INDArray> changing();

    /**
     * The computation goes on with the arrays under {@code place}, which are there when this returns, and probably with
     * those under {@code next} after them, which may be fetched meanwhile.
     *
     * @param next null: nobody knows
     */
    void enter(String place, @Nullable String next);

    /** Frees the arrays. */
    @Override
    void close();
}
