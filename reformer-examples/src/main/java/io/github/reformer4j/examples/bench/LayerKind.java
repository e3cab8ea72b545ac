package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;

/**
 * A kind of causal attention: projections to queries, keys and values, and what lies between them and the output.
 *
 * @param name as tables have it
 * @param rounds of hashing; 0: none
 * @param projections 2 where queries are keys, else 3
 * @param exact whether everything before is seen
 */
record LayerKind(Shape shape, String name, int rounds, int projections, boolean exact) {

    private static final String LSH = "lsh-";
    private static final String LOCAL = "local";
    private static final String EXACT = "exact";

    /** By hashing. */
    static LayerKind lsh(Shape shape, int rounds) {
        return new LayerKind(shape, LSH + rounds, rounds, 2, false);
    }

    /** A chunk and the one before. */
    static LayerKind local(Shape shape) {
        return new LayerKind(shape, LOCAL, 0, 3, false);
    }

    /** The exact twin of hashing, with its weights. */
    static LayerKind exact(Shape shape) {
        return new LayerKind(shape, EXACT, 0, 2, true);
    }

    /** The kind of this name. */
    static LayerKind named(Shape shape, String name) {
        if (name.startsWith(LSH)) {
            return lsh(shape, Integer.parseInt(name.substring(LSH.length())));
        }
        require(name.equals(LOCAL) || name.equals(EXACT), "there is no attention '%s'", name);
        return name.equals(EXACT) ? exact(shape) : local(shape);
    }

    /** The layer. */
    BlockConfig config() {
        if (rounds > 0) {
            return LshAttentionConfig.of(shape.depth(), shape.heads(), shape.headSize(), shape.chunk())
                    .withRounds(rounds);
        }
        return exact
                ? new FullAttentionConfig(shape.depth(), shape.heads(), shape.headSize(), true, true, 0.0)
                : LocalAttentionConfig.of(shape.depth(), shape.heads(), shape.headSize(), shape.chunk());
    }

    /** Operations of scores and values, forward or with backward. */
    double attention(int batch, int length, boolean backward) {
        double forward = Arithmetic.attention((double) batch * length, keys(length), shape.width());
        return forward * (backward ? 1.0 + Arithmetic.ATTENTION_BACKWARD : 1.0);
    }

    /** Operations of the layer, its projections counted. */
    double layer(int batch, int length, boolean backward) {
        double forward = projections * Arithmetic.dense((double) batch * length, shape.depth(), shape.width());
        return attention(batch, length, backward) + forward * (backward ? 1.0 + Arithmetic.DENSE_BACKWARD : 1.0);
    }

    private double keys(int length) {
        if (exact) {
            return (length + 1) / 2.0;
        }
        return rounds > 0 ? 2.0 * rounds * shape.chunk() : Arithmetic.localKeys(length, shape.chunk(), 1, 0);
    }
}
