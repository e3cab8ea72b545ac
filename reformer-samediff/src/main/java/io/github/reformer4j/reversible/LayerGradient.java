package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireShape;

/** The gradients of a layer's output streams become those of its input streams. */
@FunctionalInterface
interface LayerGradient {

    /** Changes {@code dy} in its own memory. */
    void through(int layer, Streams dy);

    /** From the last of {@code depth} layers to the first, all in the memory of {@code dy}, so that no other is needed. */
    static void throughAll(int depth, Streams y, Streams dy, LayerGradient gradient) {
        requireShape("the gradient of y1", dy.first(), y.first().shape());
        requireShape("the gradient of y2", dy.second(), y.second().shape());
        require(
                dy.first() != dy.second(),
                "the gradients of y1 and y2 are changed apart, and must be two arrays, got one; give a copy of it");
        for (int layer = depth - 1; layer >= 0; layer--) {
            gradient.through(layer, dy);
        }
    }
}
