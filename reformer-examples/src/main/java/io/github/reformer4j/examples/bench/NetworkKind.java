package io.github.reformer4j.examples.bench;

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** The attention of a network of Deeplearning4j that classifies sequences: the host's layer, or one of ours in its place. */
enum NetworkKind {
    /** The host's. */
    HOST("the host's SelfAttentionLayer"),
    /** Ours of the same name, with the same result. */
    DROP_IN("our SelfAttentionLayer"),
    /** Ours by hashing. */
    LSH_4("LshSelfAttentionLayer, 4 rounds"),
    /** The same with fewer rounds. */
    LSH_1("LshSelfAttentionLayer, 1 round");

    private final String shown;

    NetworkKind(String shown) {
        this.shown = shown;
    }

    /** As it stands in tables. */
    String shown() {
        return shown;
    }

    /** A network around the layer, for sequences [b, depth, n] of two classes. */
    MultiLayerNetwork network(Shape shape) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list()
                .layer(layer(shape))
                .layer(new GlobalPoolingLayer(PoolingType.MAX))
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(shape.depth()))
                .build());
        network.init();
        return network;
    }

    private Layer layer(Shape shape) {
        return switch (this) {
            case HOST ->
                new org.deeplearning4j.nn.conf.layers.SelfAttentionLayer.Builder()
                        .nOut(shape.depth())
                        .nHeads(shape.heads())
                        .projectInput(true)
                        .build();
            case DROP_IN ->
                new io.github.reformer4j.dl4j.SelfAttentionLayer.Builder()
                        .nOut(shape.depth())
                        .nHeads(shape.heads())
                        .projectInput(true)
                        .build();
            case LSH_4 -> hashing(shape, 4);
            case LSH_1 -> hashing(shape, 1);
        };
    }

    private static Layer hashing(Shape shape, int rounds) {
        return new LshSelfAttentionLayer.Builder()
                .nOut(shape.depth())
                .nHeads(shape.heads())
                .chunkLength(shape.chunk())
                .rounds(rounds)
                .build();
    }
}
