package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link MemoryMode#STORE}: the streams between layers, and what every block recorded at them. */
final class StoredPass implements StreamsPass {

    private final PlacedLayers layers;
    private final List<Pass> passes = new ArrayList<>(); // of f and g in turn
    private final Temporaries streams = new Temporaries();
    private final Streams output;

    StoredPass(PlacedLayers layers, Streams input) {
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
            PlacedLayer layer = layers.upwards(i);
            INDArray y1 = recordAndAdd(layer.f(), x.second(), x.first());
            INDArray y2 = recordAndAdd(layer.g(), y1, x.second());
            x = new Streams(y1, y2);
        }
        return x;
    }

    private INDArray recordAndAdd(PlacedBlock block, INDArray at, INDArray residual) {
        Pass pass = block.record(at);
        passes.add(pass);
        return streams.add(pass.takeOutput()).addi(residual);
    }

    @Override
    public Streams output() {
        return output;
    }

    @Override
    public void backward(Streams dy, Gradients into) {
        LayerGradient.throughAll(layers.count(), output, dy, (i, d) -> {
            PlacedLayer layer = layers.downwards(i);
            try (Pass atY1 = passes.remove(2 * i + 1);
                    Pass atX2 = passes.remove(2 * i)) {
                layer.differentiate(atX2, atY1, d, into);
            }
        });
    }

    @Override
    public void close() {
        passes.forEach(Pass::close);
        passes.clear();
        streams.close();
    }
}
