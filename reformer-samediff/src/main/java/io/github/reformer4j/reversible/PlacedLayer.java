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

    /** The gradients of x from those of y, by passes recorded at x2 and y1. */
    Streams differentiate(Pass atX2, Pass atY1, INDArray dy1, INDArray dy2, Gradients into) {
        try (Temporaries owned = new Temporaries()) {
            INDArray dx1 = owned.add(atY1.backward(dy2, g.gradients(into))).addi(dy1);
            INDArray dx2 = owned.add(atX2.backward(dx1, f.gradients(into))).addi(dy2);
            return new Streams(owned.release(dx1), owned.release(dx2));
        }
    }

    /** The gradients of x from those of y, by computing f and g at x again. */
    Streams recompute(Streams x, INDArray dy1, INDArray dy2, Gradients into) {
        try (Pass atX2 = f.record(x.second());
                Temporaries temporaries = new Temporaries()) {
            INDArray y1 = temporaries.add(atX2.takeOutput().addi(x.first()));
            try (Pass atY1 = g.record(y1)) {
                return differentiate(atX2, atY1, dy1, dy2, into);
            }
        }
    }

    /**
     * The gradients of x from those of y, while y becomes x in its own memory. What is recorded to differentiate a block
     * is also the value to subtract, so that inverse and gradient cost one recomputation, and the passes of f and g never
     * exist together.
     */
    Streams rebuild(Streams y, INDArray dy1, INDArray dy2, Gradients into) {
        try (Temporaries owned = new Temporaries()) {
            INDArray dx1;
            try (Pass atY1 = g.record(y.first())) {
                subtract(y.second(), atY1.takeOutput()); // x2
                dx1 = owned.add(atY1.backward(dy2, g.gradients(into))).addi(dy1);
            }
            try (Pass atX2 = f.record(y.second())) {
                subtract(y.first(), atX2.takeOutput()); // x1
                INDArray dx2 = owned.add(atX2.backward(dx1, f.gradients(into))).addi(dy2);
                return new Streams(owned.release(dx1), owned.release(dx2));
            }
        }
    }

    private static void subtract(INDArray stream, INDArray owned) {
        stream.subi(owned);
        Temporaries.free(owned);
    }
}
