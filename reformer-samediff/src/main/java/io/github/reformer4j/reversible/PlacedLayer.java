package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link ReversibleLayer} in one evaluation: its four equations and their gradients.
 *
 * <p>With dy1, dy2 the gradients of the outputs, the chain rule gives dx1 = dy1 + Jg(y1)ᵀ dy2 and
 * dx2 = dy2 + Jf(x2)ᵀ dx1.
 *
 * @param f reads x2
 * @param g reads y1
 */
record PlacedLayer(PlacedBlock f, PlacedBlock g) {

    /** (y1, y2), new arrays. */
    Streams forward(Streams x) {
        try (Temporaries owned = new Temporaries()) {
            INDArray y1 = owned.add(f.forward(x.second())).addi(x.first());
            INDArray y2 = owned.add(g.forward(y1)).addi(x.second());
            return new Streams(owned.release(y1), owned.release(y2));
        }
    }

    /** (x1, x2) from (y1, y2), in the memory of y. */
    void invert(Streams y) {
        subtract(y.second(), g.forward(y.first())); // x2
        subtract(y.first(), f.forward(y.second())); // x1
    }

    /** The gradients of y become those of x, by passes recorded at x2 and y1. */
    void differentiate(Pass atX2, Pass atY1, Streams dy, Gradients into) {
        add(dy.first(), atY1.backward(dy.second(), g.gradients(into))); // dx1
        add(dy.second(), atX2.backward(dy.first(), f.gradients(into))); // dx2
    }

    /** The same by computing f and g at x again. */
    void recompute(Streams x, Streams dy, Gradients into) {
        try (Pass atX2 = f.record(x.second());
                Temporaries temporaries = new Temporaries()) {
            INDArray y1 = temporaries.add(atX2.takeOutput().addi(x.first()));
            try (Pass atY1 = g.record(y1)) {
                differentiate(atX2, atY1, dy, into);
            }
        }
    }

    /**
     * The same while y becomes x in its own memory. What is recorded to differentiate a block is also the value to
     * subtract, so that inverse and gradient cost one recomputation, and the passes of f and g never exist together.
     */
    void rebuild(Streams y, Streams dy, Gradients into) {
        try (Pass atY1 = g.record(y.first())) {
            subtract(y.second(), atY1.takeOutput()); // x2
            add(dy.first(), atY1.backward(dy.second(), g.gradients(into))); // dx1
        }
        try (Pass atX2 = f.record(y.second())) {
            subtract(y.first(), atX2.takeOutput()); // x1
            add(dy.second(), atX2.backward(dy.first(), f.gradients(into))); // dx2
        }
    }

    private static void subtract(INDArray stream, INDArray owned) {
        stream.subi(owned);
        Temporaries.free(owned);
    }

    private static void add(INDArray stream, INDArray owned) {
        stream.addi(owned);
        Temporaries.free(owned);
    }
}
