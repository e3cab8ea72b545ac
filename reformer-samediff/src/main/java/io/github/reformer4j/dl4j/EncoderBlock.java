package io.github.reformer4j.dl4j;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.Sequential;
import io.github.reformer4j.block.Sequential.Part;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerLayers;
import io.github.reformer4j.reversible.Reversible;
import io.github.reformer4j.reversible.StreamLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoder of a model without its embeddings: both streams start from the input, go through the reversible layers, and
 * are normalised side by side, [b, n, d] to [b, n, 2d]. Its parameters and chance have the names that the model gives them.
 */
record EncoderBlock(ReformerConfig model) implements BlockConfig {

    @Override
    public Block toBlock() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("", new Reversible(ReformerLayers.of(model), StreamLayout.duplicate())));
        parts.add(new Part(
                "layer_norm", new LayerNormConfig(2 * model.hiddenSize(), model.layerNormEpsilon()).toBlock()));
        if (model.hiddenDropout() > 0.0) {
            parts.add(new Part("hidden_dropout", new DropoutConfig(model.hiddenDropout()).toBlock()));
        }
        return new Sequential(parts);
    }

    /** Numbers that a position keeps from forward to backward. */
    long keptPerPosition() {
        long depth = model.hiddenSize();
        long width = (long) model.heads() * model.headSize();
        long ends = 6 * depth; // the two streams, side by side, and what the norm gives
        return switch (model.memory()) {
            case REVERSIBLE -> ends;
            case CHECKPOINT -> ends + 2 * depth * layers();
            case STORE -> ends + layers() * (5 * depth + 3 * width + 2L * model.heads());
        };
    }

    private long layers() {
        return model.attentionLayers().size();
    }
}
