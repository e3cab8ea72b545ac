package io.github.reformer4j.dl4j;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.AxialPositions;
import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.PositionEmbedding;
import io.github.reformer4j.block.RecordedPass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.Temporaries;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** y = x + p, with p the vectors of positions 0 to n − 1: [b, n, d] to [b, n, d]. */
final class AddedPositions implements Block {

    /**
     * Axial positions that are added.
     *
     * @param sizes of the axes
     * @param depths of the axes, whose sum is d
     */
    record Config(List<Integer> sizes, List<Integer> depths) implements BlockConfig {

        @Override
        public AddedPositions toBlock() {
            return new AddedPositions(new AxialPositions(sizes, depths, FeedForwardConfig.DEVIATION));
        }
    }

    private final PositionEmbedding positions;

    private AddedPositions(PositionEmbedding positions) {
        this.positions = positions;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return positions.parameters();
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        int length = Math.toIntExact(x.size(1));
        require(
                length <= positions.capacity(),
                "%s holds %d positions, got a sequence of %d; raise it or shorten the input",
                positions.describe(),
                positions.capacity(),
                length);
        INDArray y = x.dup('c');
        try (INDArray rows = positions.rows(0, length, weights)) { // [n, d]
            for (long example = 0; example < x.size(0); example++) {
                example(y, example).addi(rows);
            }
        }
        return new RecordedPass(y, new Temporaries(), this::backward);
    }

    private INDArray backward(INDArray dy, Gradients into) {
        try (INDArray rows = example(dy, 0).dup('c')) {
            for (long example = 1; example < dy.size(0); example++) {
                rows.addi(example(dy, example));
            }
            positions.backward(0, rows, into);
        }
        return dy.dup('c');
    }

    /** One example of [b, n, d]: a view [n, d]. */
    private static INDArray example(INDArray all, long example) {
        long length = all.size(1);
        return Rows.range(Rows.of(all), example * length, (example + 1) * length);
    }
}
