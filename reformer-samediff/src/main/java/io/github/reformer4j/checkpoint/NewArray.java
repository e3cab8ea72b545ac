package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A new array in c order whose numbers are put one by one where they stay, so that none stands in memory twice. */
public final class NewArray {

    private NewArray() {}

    /** What takes the numbers of an array, each by its index in c order, in any order. */
    @FunctionalInterface
    public interface Receiver {

        /** Takes a number. */
        void take(long index, double value);
    }

    /**
     * What gives the numbers of an array, every one once.
     *
     * @param <E> what it throws where they cannot be had
     */
    @FunctionalInterface
    public interface Numbers<E extends Exception> {

        /** Gives all numbers. */
        void giveTo(Receiver receiver) throws E;
    }

    /**
     * A new array, which the caller closes; where the numbers cannot be had it is freed.
     *
     * @param type {@link DataType#FLOAT} or {@link DataType#DOUBLE}
     * @param shape sizes; none: a single number
     */
    public static <E extends Exception> INDArray of(DataType type, long[] shape, Numbers<E> numbers) throws E {
        require(
                type == DataType.FLOAT || type == DataType.DOUBLE,
                "tensors are read as FLOAT or DOUBLE, got %s; cast afterwards",
                type);
        INDArray array = Nd4j.createUninitialized(type, shape, 'c');
        boolean whole = false;
        try {
            DataBuffer data = array.data();
            numbers.giveTo((index, value) -> data.put(index, value));
            whole = true;
            return array;
        } finally {
            if (!whole) {
                Temporaries.free(array);
            }
        }
    }
}
