package io.github.reformer4j.generation;

import io.github.reformer4j.block.SinusoidalPositions;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.model.ReformerConfig;
import java.util.ArrayList;
import java.util.List;

/** The embedding of one token at one position: [d]. */
final class TokenInput {

    private final ReformerConfig config;
    private final RowTable words;
    private final List<RowTable> positions = new ArrayList<>();
    private final double[] part;

    /** An embedding from its weights, those under {@code embeddings}. */
    TokenInput(ReformerConfig config, Weights weights) {
        this.config = config;
        words = new RowTable(weights.get("word.weight"));
        part = new double[config.hiddenSize()];
        switch (config.positions().kind()) {
            case AXIAL -> {
                for (int axis = 0; axis < config.positions().axialShape().size(); axis++) {
                    positions.add(new RowTable(weights.get("position." + axis + ".weight")));
                }
            }
            case LEARNED -> positions.add(new RowTable(weights.get("position.weight")));
            case SINUSOIDAL, NONE -> {}
        }
    }

    /** Writes the sum of the embeddings of the token and of its position. */
    void apply(int id, int position, double[] into) {
        words.read(id, into);
        switch (config.positions().kind()) {
            case AXIAL -> addAxes(position, into);
            case LEARNED -> add(positions.get(0), position, 0, into);
            case SINUSOIDAL -> addWaves(position, into);
            case NONE -> {}
        }
    }

    /** The last axis varies fastest; the axes' embeddings stand side by side. */
    private void addAxes(int position, double[] into) {
        int column = config.hiddenSize();
        int rest = position;
        for (int axis = positions.size() - 1; axis >= 0; axis--) {
            int size = config.positions().axialShape().get(axis);
            column -= positions.get(axis).depth();
            add(positions.get(axis), rest % size, column, into);
            rest /= size;
        }
    }

    private void addWaves(int position, double[] into) {
        SinusoidalPositions waves = new SinusoidalPositions(config.hiddenSize());
        for (int column = 0; column < into.length; column++) {
            into[column] += waves.value(position, column);
        }
    }

    private void add(RowTable table, int row, int column, double[] into) {
        table.read(row, part);
        for (int i = 0; i < table.depth(); i++) {
            into[column + i] += part[i];
        }
    }
}
