package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.Temporaries;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Biases by tile, kept while heads share them; or none kept. */
final class BiasCache implements AutoCloseable {

    private final boolean keeps;
    private final Map<Integer, @Nullable INDArray> kept = new HashMap<>();

    BiasCache(boolean keeps) {
        this.keeps = keeps;
    }

    /** The biases of a tile; those that are not kept go to {@code owner}. */
    @Nullable
    INDArray get(int tile, Temporaries owner, Supplier<@Nullable INDArray> create) {
        if (keeps && kept.containsKey(tile)) {
            return kept.get(tile);
        }
        INDArray bias = create.get();
        if (keeps) {
            kept.put(tile, bias);
        } else if (bias != null) {
            owner.add(bias);
        }
        return bias;
    }

    @Override
    public void close() {
        for (INDArray bias : kept.values()) {
            if (bias != null) {
                bias.close();
            }
        }
        kept.clear();
    }
}
