package io.github.reformer4j.kernel;

import static io.github.reformer4j.check.Check.require;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Arrays seen as rows: [..., d] as [rows, d], and ranges of them. Everything here is a view, which nobody closes. */
public final class Rows {

    private Rows() {}

    /** [..., d] as [rows, d]: a view, so the array must be dense and in c order. */
    public static INDArray of(INDArray x) {
        require(x.rank() >= 2, "an array of rows has at least 2 axes, got shape %s", x.shapeInfoToString());
        if (x.rank() == 2) {
            return x;
        }
        require(isDense(x), "rows need a dense array in c order, got %s; call dup('c') first", x.shapeInfoToString());
        return x.reshape('c', count(x), x.size(-1));
    }

    /** Whether the elements stand one after another in c order. */
    private static boolean isDense(INDArray x) {
        long expected = 1;
        for (int axis = x.rank() - 1; axis >= 0; axis--) {
            if (x.size(axis) != 1 && x.stride(axis) != expected) {
                return false;
            }
            expected *= x.size(axis);
        }
        return true;
    }

    /** Rows of [..., d]. */
    public static long count(INDArray x) {
        return x.length() / x.size(-1);
    }

    /** Rows {@code from} to {@code to} − 1 of [rows, d]: a view. */
    public static INDArray range(INDArray rows, long from, long to) {
        return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    /** A new array in c order of the shape of {@code x} with another last axis. */
    public static INDArray createLike(INDArray x, long lastSize) {
        long[] shape = x.shape().clone();
        shape[shape.length - 1] = lastSize;
        return Nd4j.createUninitialized(x.dataType(), shape, 'c');
    }
}
