package io.github.reformer4j.examples.bench;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.Buckets;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.model.ReformerConfig.Local;
import io.github.reformer4j.model.ReformerConfig.Lsh;
import io.github.reformer4j.model.ReformerConfig.Positions;
import io.github.reformer4j.reversible.MemoryMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sizes that all layers and models of a run share.
 *
 * @param depth d_model
 * @param heads h
 * @param headSize depth of a head
 * @param feedForward d_ff
 * @param chunk positions of a chunk, c
 * @param vocabulary ids
 */
record Shape(int depth, int heads, int headSize, int feedForward, int chunk, int vocabulary) {

    /** Those of the published comparisons. */
    static final Shape USUAL = new Shape(256, 4, 64, 1024, 64, 256);

    /** Small ones, to see that everything runs. */
    static final Shape QUICK = new Shape(64, 2, 32, 128, 16, 64);

    private static final List<Integer> AXES = List.of(512, 256); // 131,072 positions
    private static final int CHUNK_OF_ROWS = 1024;

    /** h d. */
    int width() {
        return heads * headSize;
    }

    /** A language model whose layers are these kinds in turn. */
    ReformerConfig model(int layers, int rounds, AttentionKind... kinds) {
        return new ReformerConfig(
                vocabulary,
                depth,
                heads,
                headSize,
                IntStream.range(0, layers)
                        .mapToObj(i -> kinds[i % kinds.length])
                        .toList(),
                feedForward,
                Activation.GELU_TANH,
                CHUNK_OF_ROWS,
                CHUNK_OF_ROWS,
                new Lsh(Buckets.automatic(0), rounds, chunk, 1, 0, 0.0, false, false),
                new Local(chunk, 1, 0, 0.0),
                Positions.axial(AXES, List.of(depth / 4, depth - depth / 4)),
                AXES.get(0) * AXES.get(1),
                true,
                Semantics.PAPER,
                0.0,
                1e-12,
                0.02,
                0,
                MemoryMode.REVERSIBLE,
                2);
    }
}
