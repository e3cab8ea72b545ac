package io.github.reformer4j.examples.revnet;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.training.Optimizer;
import io.github.reformer4j.training.OptimizerConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A block from images to logits, trained by Adam. */
public final class ImageClassifier implements AutoCloseable {

    private final Block network;
    private final Weights weights;
    private final Gradients gradients;
    private final Optimizer optimizer;
    private long iteration;

    /** A fresh classifier; the seed decides its weights. */
    public ImageClassifier(Block network, DataType type, long seed) {
        this.network = network;
        weights = Weights.create(network.parameters(), type, seed);
        gradients = Gradients.of(weights);
        optimizer = OptimizerConfig.adam(0.9, 0.99, 1e-8).create(weights);
    }

    /** The weights, which {@link #train} changes. */
    public Weights weights() {
        return weights;
    }

    /** One step; returns the loss before it, in nats. */
    public double train(LabelledImages batch, double learningRate) {
        gradients.clear();
        double loss = addGradients(network, weights, batch, gradients);
        optimizer.step(weights, gradients, learningRate, iteration++);
        return loss;
    }

    /** The share of images whose class it names. */
    public double accuracy(LabelledImages images) {
        try (INDArray logits = network.forward(images.images(), weights, Step.inference(0));
                SoftmaxLoss loss = SoftmaxLoss.of(logits, images.labels())) {
            return (double) loss.right() / images.size();
        }
    }

    /** The loss of a batch, whose gradients are added. */
    static double addGradients(Block network, Weights weights, LabelledImages batch, Gradients into) {
        try (Pass pass = network.record(batch.images(), weights, Step.training(0));
                SoftmaxLoss loss = SoftmaxLoss.of(pass.output(), batch.labels())) {
            pass.backward(loss.gradient(), into).close();
            return loss.mean();
        }
    }

    @Override
    public void close() {
        optimizer.close();
        gradients.close();
        weights.close();
    }
}
