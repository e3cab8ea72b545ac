package io.github.reformer4j.examples.robustness;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.examples.memory.ResidentMemory;
import io.github.reformer4j.kernel.CounterRandom;
import io.github.reformer4j.kernel.Finite;
import java.io.IOException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One LSH layer forward over one very long sequence, in single precision.
 *
 * @param config of the layer
 * @param length tokens
 */
public record LongSequence(LshAttentionConfig config, int length) {

    /** Rows that are drawn at a time: the whole input in double would be twice as large as itself. */
    private static final int ROWS = 1 << 12;

    public LongSequence {
        require(length > 0, "--length must be positive, got %d", length);
    }

    /**
     * What the pass took.
     *
     * @param seconds of forward
     * @param inputBytes of the input, without which there is no pass
     * @param highestBytes the most that the process had in RAM during the pass, all together
     */
    public record Measured(double seconds, long inputBytes, long highestBytes) {}

    /** Runs the layer once over a small sequence, and once over the long one, which is measured. */
    public Measured run() throws IOException {
        ResidentMemory.requireLinux();
        Block block = config.toBlock();
        Weights weights = Weights.create(block.parameters(), DataType.FLOAT, 1);
        try {
            forward(block, weights, Math.min(length, ROWS));
            return forward(block, weights, length);
        } finally {
            weights.close();
        }
    }

    private Measured forward(Block block, Weights weights, int tokens) throws IOException {
        try (INDArray x = input(tokens)) {
            ResidentMemory.resetHighest();
            long began = System.nanoTime();
            try (INDArray y = block.forward(x, weights, Step.inference(1))) {
                double seconds = (System.nanoTime() - began) * 1e-9;
                requireState(Finite.all(y), "the output of %d tokens is not finite", tokens);
                return new Measured(seconds, x.length() * Float.BYTES, ResidentMemory.highest());
            }
        }
    }

    private INDArray input(int tokens) {
        INDArray x = Nd4j.createUninitialized(DataType.FLOAT, new long[] {1, tokens, config.inputSize()}, 'c');
        for (int from = 0; from < tokens; from += ROWS) {
            int to = Math.min(tokens, from + ROWS);
            try (INDArray part = Initializer.normal(1.0)
                    .create(DataType.FLOAT, CounterRandom.derive(1, from), 1, to - from, config.inputSize())) {
                x.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to), NDArrayIndex.all())
                        .assign(part);
            }
        }
        return x;
    }
}
