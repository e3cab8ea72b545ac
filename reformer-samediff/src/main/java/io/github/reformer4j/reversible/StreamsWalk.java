package io.github.reformer4j.reversible;

import io.github.reformer4j.kernel.Temporaries;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A walk of two streams through blocks, f and g in turn. Both equations are one step, (r, a) → (a, r + block(a)): from
 * (x1, x2) by f to (x2, y1) and by g to (y1, y2). Owns what it makes, and lets go of it a step later.
 */
final class StreamsWalk implements AutoCloseable {

    private final Temporaries owned = new Temporaries();
    private INDArray residual;
    private INDArray at;

    /** A walk from streams that stay the caller's. */
    StreamsWalk(Streams start) {
        residual = start.first();
        at = start.second();
    }

    /** One step; the result is read, not kept. */
    INDArray through(PlacedBlock block) {
        INDArray next = owned.add(block.forward(at)).addi(residual);
        owned.drop(residual);
        residual = at;
        at = next;
        return next;
    }

    /** Where the walk stands after at least two steps; the caller's from now on. */
    Streams take() {
        return new Streams(owned.release(residual), owned.release(at));
    }

    @Override
    public void close() {
        owned.close();
    }
}
