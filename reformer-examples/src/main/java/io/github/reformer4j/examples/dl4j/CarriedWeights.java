package io.github.reformer4j.examples.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights of a network with the host's attention, in the same network with ours of the same name. */
final class CarriedWeights {

    private static final int DEPTH = 32;

    private CarriedWeights() {}

    static MultiLayerNetwork theirs(long seed) {
        return network(
                seed,
                new org.deeplearning4j.nn.conf.layers.SelfAttentionLayer.Builder()
                        .nHeads(2)
                        .nOut(DEPTH)
                        .projectInput(true)
                        .build());
    }

    static MultiLayerNetwork ours(MultiLayerNetwork theirs, long seed) {
        MultiLayerNetwork ours = network(
                seed,
                new io.github.reformer4j.dl4j.SelfAttentionLayer.Builder()
                        .nHeads(2)
                        .nOut(DEPTH)
                        .projectInput(true)
                        .build());
        ours.setParams(theirs.params());
        return ours;
    }

    private static MultiLayerNetwork network(long seed, Layer attention) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .list()
                .layer(attention)
                .layer(new RnnOutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(NamedKinds.VOCABULARY))
                .build());
        network.init();
        return network;
    }

    /** The greatest difference of what the two networks give for the same texts. */
    static double greatestDifference(Settings settings) {
        MultiLayerNetwork theirs = theirs(settings.seed());
        theirs.params().muli(2.0); // not those that any network of this seed starts with
        MultiLayerNetwork ours = ours(theirs, settings.seed() + 1);
        INDArray texts = new NamedKinds(settings.length(), false)
                .draw(settings.seed(), 0, settings.batch())
                .getFeatures();
        return theirs.output(texts).sub(ours.output(texts)).amaxNumber().doubleValue();
    }
}
