package io.github.reformer4j.examples.experiment;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An ordinary residual connection, y = x + f(x), which cannot be undone: a training step keeps every x.
 *
 * @param function f, which keeps the shape
 */
record Residual(Block function) implements Block {

    @Override
    public List<ParameterSpec> parameters() {
        return function.parameters();
    }

    @Override
    public Pass record(INDArray x, Weights weights, Step step) {
        Pass inner = function.record(x, weights, step);
        INDArray y = inner.output().add(x);
        return new Pass() {

            private boolean taken;

            @Override
            public INDArray output() {
                return y;
            }

            @Override
            public INDArray takeOutput() {
                taken = true;
                return y;
            }

            @Override
            public INDArray backward(INDArray dy, Gradients into) {
                return inner.backward(dy, into).addi(dy);
            }

            @Override
            public void close() {
                inner.close();
                if (!taken) {
                    y.close();
                }
            }
        };
    }
}
