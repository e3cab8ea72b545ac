package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Token ids [b, n] as vectors [b, n, d]: a trained vector for every id, and the vector of its position.
 *
 * <p>Parameters {@code word.weight} [V, d], and those of the positions under {@code position}.
 */
public final class TokenEmbedding {

    private final int vocabularySize;
    private final int depth;
    private final double deviation;
    private final @Nullable PositionEmbedding positions;

    /**
     * An embedding.
     *
     * @param vocabularySize ids are 0 to this − 1, V
     * @param depth of the vectors, d
     * @param deviation of fresh vectors
     * @param positions vectors of positions, or null for none
     */
    public TokenEmbedding(int vocabularySize, int depth, double deviation, @Nullable PositionEmbedding positions) {
        this.vocabularySize = vocabularySize;
        this.depth = depth;
        this.deviation = deviation;
        this.positions = positions;
    }

    /** The trainable arrays. */
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.of("word.weight", Initializer.normal(deviation), vocabularySize, depth));
        if (positions != null) {
            positions.parameters().forEach(spec -> specs.add(spec.under("position")));
        }
        return specs;
    }

    /**
     * The vectors of ids whose first position is {@code offset}.
     *
     * @param ids [b, n]
     * @return [b, n, d], new
     */
    public INDArray embed(int[][] ids, int offset, Weights weights) {
        requireIds(ids);
        requireRoom(ids[0].length, offset);
        INDArray embedded =
                Nd4j.createUninitialized(weights.type(), new long[] {ids.length, ids[0].length, depth}, 'c');
        Kernels.current().rows(weights.type()).takeRows(weights.get("word.weight"), flat(ids), Rows.of(embedded), 0);
        if (positions != null) {
            try (INDArray rows = positions.rows(offset, ids[0].length, weights.at("position"))) {
                for (int row = 0; row < ids.length; row++) {
                    embedded.slice(row).addi(rows);
                }
            }
        }
        return embedded;
    }

    /** Adds the gradients of the trainable arrays, from those of the vectors, [b, n, d]. */
    public void backward(int[][] ids, int offset, INDArray dy, Gradients into) {
        Kernels.current().rows(dy.dataType()).addRows(Rows.of(dy), flat(ids), 0, into.sum("word.weight"));
        if (positions != null) {
            try (INDArray rows = overBatch(dy)) {
                positions.backward(offset, rows, into.at("position"));
            }
        }
    }

    /** The sum over the batch, [n, d]. ND4J's own keeps 8 bytes an element of it for ever, for every length it meets. */
    private static INDArray overBatch(INDArray dy) {
        INDArray rows = dy.slice(0).dup('c');
        for (int row = 1; row < dy.size(0); row++) {
            rows.addi(dy.slice(row));
        }
        return rows;
    }

    private static int[] flat(int[][] ids) {
        int length = ids[0].length;
        int[] flat = new int[ids.length * length];
        for (int row = 0; row < ids.length; row++) {
            System.arraycopy(ids[row], 0, flat, row * length, length);
        }
        return flat;
    }

    private void requireIds(int[][] ids) {
        for (int row = 0; row < ids.length; row++) {
            for (int i = 0; i < ids[row].length; i++) {
                require(
                        ids[row][i] >= 0 && ids[row][i] < vocabularySize,
                        "token id %d at [%d, %d] is outside the vocabulary of %d ids (0 to %d); "
                                + "use the tokenizer that the model was made for",
                        ids[row][i],
                        row,
                        i,
                        vocabularySize,
                        vocabularySize - 1);
            }
        }
    }

    private void requireRoom(int length, int offset) {
        if (positions != null) {
            long needed = (long) length + offset;
            require(
                    needed <= positions.capacity(),
                    "%s holds %d positions, got a sequence of %d; raise it or shorten the input",
                    positions.describe(),
                    positions.capacity(),
                    needed);
        }
    }
}
