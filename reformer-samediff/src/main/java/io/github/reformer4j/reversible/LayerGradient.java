package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.requireShape;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of a layer's input streams from those of its output streams. */
@FunctionalInterface
interface LayerGradient {

    /** New arrays; dy1 and dy2 are not changed. */
    Streams of(int layer, INDArray dy1, INDArray dy2);

    /** From the last of {@code depth} layers to the first; what lies between is freed, dy1 and dy2 are not. */
    static Streams throughAll(int depth, Streams y, INDArray dy1, INDArray dy2, LayerGradient gradient) {
        requireShape("the gradient of y1", dy1, y.first().shape());
        requireShape("the gradient of y2", dy2, y.second().shape());
        Streams reached = gradient.of(depth - 1, dy1, dy2);
        for (int layer = depth - 2; layer >= 0; layer--) {
            try (Streams above = reached) {
                reached = gradient.of(layer, above.first(), above.second());
            }
        }
        return reached;
    }
}
