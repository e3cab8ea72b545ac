package io.github.reformer4j.reversible;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.Gradients;

/**
 * {@link MemoryMode#REVERSIBLE}: the output streams alone, which backward turns into the input of each layer in their own
 * memory. Besides them, one block's pass and two streams of gradients exist at a time, whatever the depth.
 */
final class RebuiltPass implements StreamsPass {

    private final PlacedLayers layers;
    private final Streams streams;
    private boolean rebuilt;

    /** A pass over output streams that belong to it. */
    RebuiltPass(PlacedLayers layers, Streams output) {
        this.layers = layers;
        this.streams = output;
    }

    @Override
    public Streams output() {
        requireState(!rebuilt, "backward rebuilt the inputs in the memory of the outputs; read the outputs before it");
        return streams;
    }

    @Override
    public void backward(Streams dy, Gradients into) {
        requireState(!rebuilt, "a pass can be differentiated once; record it again");
        rebuilt = true;
        LayerGradient.throughAll(
                layers.count(), streams, dy, (i, d) -> layers.downwards(i).rebuild(streams, d, into));
    }

    @Override
    public void close() {
        streams.close();
    }
}
