package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    public Streams backward(INDArray dy1, INDArray dy2, Gradients into) {
        return LayerGradient.throughAll(
                layers.count(),
                output,
                dy1,
                dy2,
                (i, d1, d2) -> layers.downwards(i).recompute(inputs.get(i), d1, d2, into));
    }

    @Override
    public void close() {
        streams.close();
    }
}
