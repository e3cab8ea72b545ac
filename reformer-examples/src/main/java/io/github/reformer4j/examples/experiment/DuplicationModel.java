package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.PositionKind;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;

/**
 * The model of the duplication task (section 5): one layer of attention and one that feeds forward, of the depth of the model.
 * The paper has depth 256 and 4 heads.
 *
 * @param depth of the model, d, a multiple of 4
 * @param heads of attention; each is d / heads deep
 * @param chunk positions of a chunk of LSH attention
 * @param positions how the model knows where it is
 */
public record DuplicationModel(int depth, int heads, int chunk, Places positions) {

    /** Large enough that queries tell keys apart from the first step on; from 0.02 they take hundreds of steps to grow. */
    private static final double INITIALIZER_RANGE = 0.1;

    /** How the model knows where it is. */
    public enum Places {
        /** Two axes, the second as long as w and its 0: a symbol and its copy begin with the same place on it. */
        AXIAL,
        /** A vector for each position: nothing says at first which belong together, so training takes far longer. */
        LEARNED
    }

    public DuplicationModel {
        require(depth > 0 && depth % 4 == 0, "the depth must be a positive multiple of 4, got %d", depth);
        require(
                heads > 0 && depth % heads == 0,
                "the depth must be a multiple of the heads, got depth %d and %d heads",
                depth,
                heads);
    }

    /** The configuration for sequences of these data, with one round of hashing; {@link Rounds#of} changes it. */
    public ReformerConfig config(DuplicationData data) {
        return new ReformerConfig(
                DuplicationData.TOKENS.vocabularySize(),
                depth,
                heads,
                depth / heads,
                List.of(AttentionKind.LSH),
                depth,
                Activation.GELU_TANH,
                0,
                0,
                new Lsh(Buckets.automatic(0), 1, chunk, 1, 0, 0.0, false, false),
                new Local(chunk, 1, 0, 0.0),
                positions(data),
                data.length(),
                true,
                Semantics.PAPER,
                0.0,
                1e-12,
                INITIALIZER_RANGE,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }

    private Positions positions(DuplicationData data) {
        return switch (positions) {
            // What predicts a symbol stands length / 2 − 1 positions behind that symbol in the first w.
            case AXIAL -> Positions.axial(List.of(3, data.length() / 2 - 1), List.of(depth / 4, depth - depth / 4));
            case LEARNED -> Positions.of(PositionKind.LEARNED);
        };
    }
}
