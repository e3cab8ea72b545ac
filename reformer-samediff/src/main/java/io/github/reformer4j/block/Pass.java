package io.github.reformer4j.block;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One evaluation of a {@link Block} that can be differentiated once. Closing it frees what it keeps. */
public interface Pass extends AutoCloseable {

    /** The result of forward; belongs to the pass until it is taken, and stands until {@link #backward}. */
    INDArray output();

    /** The result of forward, which belongs to the caller from now on; {@link #output} can still be read. */
    INDArray takeOutput();

    /**
     * The gradient of the input, a new array that belongs to the caller; parameter gradients are added to {@code into}.
     *
     * @param dy gradient of the output, of its shape; stays the caller's and is not changed
     */
    INDArray backward(INDArray dy, Gradients into);

    /** Frees what was kept; the output too, unless it was taken. */
    @Override
    void close();
}
