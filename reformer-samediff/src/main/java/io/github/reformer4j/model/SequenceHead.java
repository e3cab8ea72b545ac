package io.github.reformer4j.model;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.ChunkedCrossEntropy;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.DropoutConfig;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.LinearConfig;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.kernel.Temporaries;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A class for the whole sequence from the vector of its first position: dense to d, tanh, dense to the classes, with
 * dropout before each. Parameters {@code classifier.dense.*} [2d, d] and {@code classifier.output.*} [d, classes].
 */
final class SequenceHead implements Head {

    private static final String NAME = "classifier";
    private static final String DENSE = NAME + ".dense";
    private static final String OUTPUT = NAME + ".output";

    private final int classes;
    private final Block dense;
    private final Block dropout;
    private final ChunkedCrossEntropy loss;

    SequenceHead(ReformerConfig config) {
        classes = config.labels();
        dense = new LinearConfig(2 * config.hiddenSize(), config.hiddenSize(), true, config.initializerRange())
                .toBlock();
        dropout = new DropoutConfig(config.hiddenDropout()).toBlock();
        loss = new ChunkedCrossEntropyConfig(config.hiddenSize(), classes, 0, config.initializerRange()).toLoss();
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        dense.parameters().forEach(spec -> specs.add(spec.under(DENSE)));
        loss.parameters().forEach(spec -> specs.add(spec.under(OUTPUT)));
        return specs;
    }

    /** [b, classes]. */
    @Override
    public INDArray logits(INDArray hidden, Weights weights, Step step) {
        try (Pooled pooled = new Pooled(hidden, weights, step)) {
            return HeadArrays.linear(pooled.output(), weights.at(OUTPUT), classes);
        }
    }

    @Override
    public int[] labels(Batch batch, int length) {
        int[] labels = new int[batch.size()];
        for (int row = 0; row < labels.length; row++) {
            HeadArrays.requireLabels(batch, row, 1);
            labels[row] = batch.labels()[row][0];
        }
        return labels;
    }

    @Override
    public Loss loss(INDArray hidden, int[] labels, Weights weights, Step step) {
        try (Pooled pooled = new Pooled(hidden, weights, step)) {
            ChunkedCrossEntropy.Sum sum = loss.loss(pooled.output(), labels, weights.at(OUTPUT));
            return new Loss(sum.sum(), sum.count());
        }
    }

    @Override
    public Loss lossAndGradients(
            INDArray hidden, int[] labels, double scale, Weights weights, Step step, Gradients into, INDArray dHidden) {
        try (Pooled pooled = new Pooled(hidden, weights, step);
                INDArray dPooled = pooled.output().ulike()) {
            ChunkedCrossEntropy.Sum sum =
                    loss.lossAndGradients(pooled.output(), labels, scale, weights.at(OUTPUT), into.at(OUTPUT), dPooled);
            try (INDArray dFirst = pooled.backward(dPooled, into)) {
                first(dHidden).assign(dFirst);
            }
            return new Loss(sum.sum(), sum.count());
        }
    }

    /** The first position of every sequence: a view [b, 2d]. */
    private static INDArray first(INDArray hidden) {
        return hidden.get(NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.all());
    }

    /** dropout(tanh(dense(dropout(first vector)))). */
    private final class Pooled implements AutoCloseable {

        private final Temporaries kept = new Temporaries();
        private final Pass before;
        private final Pass mapped;
        private final Pass after;
        private final INDArray bent;

        Pooled(INDArray hidden, Weights weights, Step step) {
            INDArray vectors = kept.add(first(hidden).dup('c'));
            before = dropout.record(vectors, weights, step.at(NAME + ".before"));
            mapped = dense.record(before.output(), weights.at(DENSE), step.at(DENSE));
            bent = kept.add(Transforms.tanh(mapped.output(), true)); // [b, d]
            after = dropout.record(bent, weights, step.at(NAME + ".after"));
        }

        INDArray output() {
            return after.output();
        }

        /** The gradient of the first vectors, [b, 2d], new. */
        INDArray backward(INDArray dOutput, Gradients into) {
            try (INDArray dBent = after.backward(dOutput, into);
                    INDArray slope = bent.mul(bent).rsubi(1.0);
                    INDArray dVectors = mapped.backward(dBent.muli(slope), into.at(DENSE))) {
                return before.backward(dVectors, into);
            }
        }

        @Override
        public void close() {
            after.close();
            mapped.close();
            before.close();
            kept.close();
        }
    }
}
