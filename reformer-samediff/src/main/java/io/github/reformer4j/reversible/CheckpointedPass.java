package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.List;

/** {@link MemoryMode#CHECKPOINT}: the input streams of every layer, whose blocks are recorded again on the way back. */
final class CheckpointedPass implements StreamsPass {

    private final PlacedLayers layers;
    private final List<Streams> inputs = new ArrayList<>(); // the first is the caller's
    private final Temporaries streams = new Temporaries();
    private final Streams output;

    CheckpointedPass(PlacedLayers layers, Streams input) {
        this.layers = layers;
        boolean whole = false;
        try {
            output = record(input);
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private Streams record(Streams input) {
        Streams x = input;
        for (int i = 0; i < layers.count(); i++) {
            inputs.add(x);
            x = layers.upwards(i).forward(x);
            streams.add(x.first());
            streams.add(x.second());
        }
        return x;
    }

    @Override
    public Streams output() {
        return output;
    }

    @Override
    public void backward(Streams dy, Gradients into) {
        LayerGradient.throughAll(
                layers.count(), output, dy, (i, d) -> layers.downwards(i).recompute(inputs.get(i), d, into));
    }

    @Override
    public void close() {
        streams.close();
    }
}
