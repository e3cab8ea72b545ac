package io.github.reformer4j.zoo.tensors;

import io.github.reformer4j.checkpoint.TensorType;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named tensors in files. Opening checks what the files claim and reads no numbers; {@link #read} brings one tensor into
 * memory. One thread at a time.
 *
 * <p>A file that is not what it claims to be, and a name that is not there, are an {@link IllegalArgumentException} with a
 * sentence; a disk that fails is an {@link java.io.UncheckedIOException}.
 */
public interface TensorSource extends AutoCloseable {

    /** The names, in the order of the file. */
    Set<String> names();

    /** Sizes of a tensor; none: a single number. */
    long[] shape(String name);

    /** What the file keeps its numbers as. */
    TensorType type(String name);

    /**
     * A copy of a tensor in c order, whatever the strides in the file; the caller closes it.
     *
     * @param asType {@link DataType#FLOAT} or {@link DataType#DOUBLE}
     */
    INDArray read(String name, DataType asType);

    /** The same of a matrix, transposed while it is read: one array of its size is taken, not two. */
    INDArray readTransposed(String name, DataType asType);

    /** Closes the files. */
    @Override
    void close();
}
