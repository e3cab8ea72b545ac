package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Gradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One evaluation of a {@link ReversibleSequence} that can be differentiated once. Closing it frees what it keeps. */
public interface StreamsPass extends AutoCloseable {

    /**
     * (y1, y2). They belong to the pass, are not to be changed, and stand until {@link #backward}, which may rebuild the
     * inputs in their memory.
     */
    Streams output();

    /**
     * The gradients of both input streams, new arrays that belong to the caller; parameter gradients are added to
     * {@code into}. The weights must be those of forward.
     *
     * @param dy1 gradient of y1; stays the caller's and is not changed
     * @param dy2 gradient of y2, likewise
     */
    Streams backward(INDArray dy1, INDArray dy2, Gradients into);

    /** Frees what was kept, the outputs too. */
    @Override
    void close();
}
