package io.github.reformer4j.reversible;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a sequence in one evaluation. Whoever goes through them says in which direction, so that the weights know
 * which layer is computed now and which one follows.
 */
final class PlacedLayers {

    private final List<ReversibleLayer> layers;
    private final Weights weights;
    private final Step step;

    PlacedLayers(List<ReversibleLayer> layers, Weights weights, Step step) {
        this.layers = List.copyOf(layers);
        this.weights = weights;
        this.step = step;
    }

    int count() {
        return layers.size();
    }

    /** Layer {@code i}, behind which the next one is computed. */
    PlacedLayer upwards(int i) {
        return entered(i, i + 1);
    }

    /** Layer {@code i}, behind which the one before it is computed. */
    PlacedLayer downwards(int i) {
        return entered(i, i - 1);
    }

    private PlacedLayer entered(int i, int next) {
        @Nullable String following = next < 0 || next >= layers.size() ? null : path(next);
        weights.enter(path(i), following);
        return layers.get(i).at(path(i), weights, step);
    }

    /** Where the parameters and the chance of a layer stand. */
    static String path(int layer) {
        return "layers." + layer;
    }
}
