package io.github.reformer4j.examples.bench;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer of attention on numbers without meaning, [batch, length, d_model]: forward, or forward and backward. */
final class LayerCase implements Timed {

    private final String name;
    private final Block block;
    private final boolean backward;
    private final Weights weights;
    private final Gradients gradients;
    private final INDArray x;
    private final INDArray dy;
    private int runs;

    LayerCase(LayerKind kind, int batch, int length, boolean backward) {
        name = name(kind, backward);
        block = kind.config().toBlock();
        this.backward = backward;
        weights = Weights.create(block.parameters(), DataType.FLOAT, 1);
        gradients = Gradients.of(weights);
        x = numbers(2, batch, length, kind.shape().depth());
        dy = numbers(3, batch, length, kind.shape().width());
    }

    static String name(LayerKind kind, boolean backward) {
        return kind.name() + (backward ? ", layer with backward" : ", layer forward");
    }

    /** Draws from the normal distribution. */
    static INDArray numbers(long key, long... shape) {
        return Initializer.normal(1.0).create(DataType.FLOAT, key, shape);
    }

    @Override
    public String name() {
        return name;
    }

    /** Every run draws other rotations. */
    @Override
    public double run() {
        Step step = Step.training(runs++);
        return Timed.secondsOf(() -> {
            if (backward) {
                differentiate(step);
            } else {
                block.forward(x, weights, step).close();
            }
        });
    }

    private void differentiate(Step step) {
        try (Pass pass = block.record(x, weights, step)) {
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
