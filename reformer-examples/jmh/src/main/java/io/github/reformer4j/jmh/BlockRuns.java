package io.github.reformer4j.jmh;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.BlockConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A block with weights, an input [1, length, depth] and a gradient of its output, to be run again and again. */
final class BlockRuns implements AutoCloseable {

    static final int DEPTH = 256;

    private final Block block;
    private final Weights weights;
    private final Gradients gradients;
    private final INDArray x;
    private final INDArray dy;
    private int runs;

    /** A block whose input and output both have the depth {@link #DEPTH}. */
    BlockRuns(BlockConfig config, int length) {
        block = config.toBlock();
        weights = Weights.create(block.parameters(), DataType.FLOAT, 1);
        gradients = Gradients.of(weights);
        x = numbers(2, 1, length, DEPTH);
        dy = numbers(3, 1, length, DEPTH);
    }

    static INDArray numbers(long key, long... shape) {
        return Initializer.normal(1.0).create(DataType.FLOAT, key, shape);
    }

    void forward() {
        block.forward(x, weights, Step.training(runs++)).close();
    }

    void withBackward() {
        try (Pass pass = block.record(x, weights, Step.training(runs++))) {
            pass.backward(dy, gradients).close();
        }
    }

    @Override
    public void close() {
        gradients.close();
        weights.close();
        x.close();
        dy.close();
    }
}
