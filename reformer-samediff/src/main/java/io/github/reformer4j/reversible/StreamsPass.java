package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Gradients;

/** One evaluation of a {@link ReversibleSequence} that can be differentiated once. Closing it frees what it keeps. */
public interface StreamsPass extends AutoCloseable {

    /**
     * (y1, y2). They belong to the pass, are not to be changed, and stand until {@link #backward}, which may rebuild the
     * inputs in their memory.
     */
    Streams output();

    /**
     * Turns the gradients of (y1, y2) into those of (x1, x2), in their own memory; parameter gradients are added to
     * {@code into}. The weights must be those of forward.
     *
     * @param dy two arrays, which stay the caller's
     */
    void backward(Streams dy, Gradients into);

    /** Frees what was kept, the outputs too. */
    @Override
    void close();
}
