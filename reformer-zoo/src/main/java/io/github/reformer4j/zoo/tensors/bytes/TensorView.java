package io.github.reformer4j.zoo.tensors.bytes;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.TensorType;
import java.util.Arrays;

/**
 * An array as it lies among the bytes of a file: number (i, j, …) stands at {@code offset + i·stride(0) + j·stride(1) + …}.
 * It was checked to lie in its storage, and to hold no number twice, so that it takes no more memory than the storage has.
 *
 * @param type of its numbers
 * @param offset where it begins in its storage, in numbers
 * @param shape sizes; none: a single number
 * @param strides numbers from one index of an axis to the next
 */
@SuppressWarnings("ArrayRecordComponent") // shapes, never compared
public record TensorView(TensorType type, long offset, long[] shape, long[] strides) {

    private static final int MOST_AXES = 32;

    /** Numbers of a tensor: what a Java array holds. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8L;

    /**
     * A view of a storage.
     *
     * @param what named in messages
     * @param storage numbers that the storage has
     * @throws IllegalArgumentException with a sentence where the view leads out of it or holds numbers twice
     */
    public static TensorView of(Object what, TensorType type, long storage, long offset, long[] shape, long[] strides) {
        require(
                shape.length == strides.length && shape.length <= MOST_AXES,
                "%s holds a tensor of %d sizes and %d strides, expected as many, and at most %d; fetch it again",
                what,
                shape.length,
                strides.length,
                MOST_AXES);
        TensorView view = new TensorView(type, offset, shape.clone(), strides.clone());
        view.requireSizes(what);
        view.requireInside(what, storage);
        view.requireApart(what);
        return view;
    }

    /** A view of a whole storage, in c order, or by columns. */
    public static TensorView dense(Object what, TensorType type, long storage, long[] shape, boolean byColumns) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = 0; i < shape.length; i++) {
            int axis = byColumns ? i : shape.length - 1 - i;
            strides[axis] = stride;
            stride = shape[axis] > 0 && stride <= MOST_NUMBERS / shape[axis] ? stride * shape[axis] : 0;
        }
        TensorView view = of(what, type, storage, 0, shape, strides);
        require(
                view.length() == storage,
                "%s holds a tensor of shape %s with %d numbers; fetch it again",
                what,
                Arrays.toString(shape),
                storage);
        return view;
    }

    /** The same numbers with axes in another order: axis i is {@code order[i]} of this. */
    public TensorView permuted(int... order) {
        long[] newShape = new long[order.length];
        long[] newStrides = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            newShape[i] = shape[order[i]];
            newStrides[i] = strides[order[i]];
        }
        return new TensorView(type, offset, newShape, newStrides);
    }

    /** How many numbers. */
    public int length() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1L, Math::multiplyExact));
    }

    /** Where its last number stands in the storage. */
    long last() {
        long last = offset;
        for (int axis = 0; axis < shape.length; axis++) {
            last += (shape[axis] - 1) * strides[axis];
        }
        return last;
    }

    private void requireSizes(Object what) {
        long numbers = 1;
        for (long size : shape) {
            // Divided, because a product of claimed sizes can wrap around to one that fits.
            require(
                    size > 0 && size <= MOST_NUMBERS / numbers,
                    "%s holds a tensor of shape %s; sizes must be positive and multiply to no more than %d",
                    what,
                    Arrays.toString(shape),
                    MOST_NUMBERS);
            numbers *= size;
        }
    }

    private void requireInside(Object what, long storage) {
        long last = offset;
        boolean inside = offset >= 0 && offset < storage;
        for (int axis = 0; inside && axis < shape.length; axis++) {
            long steps = shape[axis] - 1;
            inside = strides[axis] >= 0 && (steps == 0 || strides[axis] <= (storage - 1 - last) / steps);
            last += inside ? steps * strides[axis] : 0;
        }
        require(
                inside,
                "%s holds a tensor of shape %s, strides %s and offset %d that leads out of its storage of %d numbers; "
                        + "fetch it again",
                what,
                Arrays.toString(shape),
                Arrays.toString(strides),
                offset,
                storage);
    }

    /** Every axis must step over all that the finer ones span. */
    private void requireApart(Object what) {
        long span = 1;
        int[] axes = coarseToFine();
        for (int i = axes.length - 1; i >= 0; i--) {
            long stride = strides[axes[i]];
            require(
                    stride >= span,
                    "%s holds a tensor of shape %s and strides %s, which repeats numbers; save it as a contiguous tensor",
                    what,
                    Arrays.toString(shape),
                    Arrays.toString(strides));
            span += (shape[axes[i]] - 1) * stride;
        }
    }

    /** The axes longer than 1, the largest stride first, so that walking them goes forward in the file. */
    int[] coarseToFine() {
        Integer[] axes = new Integer[shape.length];
        Arrays.setAll(axes, axis -> axis);
        Arrays.sort(axes, (a, b) -> Long.compare(strides[b], strides[a]));
        return Arrays.stream(axes)
                .mapToInt(axis -> axis)
                .filter(axis -> shape[axis] > 1)
                .toArray();
    }
}
