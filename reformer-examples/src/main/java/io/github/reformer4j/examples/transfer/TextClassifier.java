package io.github.reformer4j.examples.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** A language model's network with another end: the mean over all positions, and a softmax over classes. */
public final class TextClassifier {

    private final MultiLayerNetwork network;

    private TextClassifier(MultiLayerNetwork network) {
        this.network = network;
    }

    /**
     * Everything is tuned, at one rate.
     *
     * @param language of {@code LanguageNetwork} or {@code ReformerZooModel}; it stays as it is
     * @param depth of what its encoder gives
     */
    public static TextClassifier of(MultiLayerNetwork language, int depth, int classes, double rate) {
        MultiLayerNetwork classifier = new TransferLearning.Builder(language)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(rate))
                        .build())
                .removeOutputLayer()
                .addLayer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .addLayer(new OutputLayer.Builder()
                        .nIn(depth)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        return new TextClassifier(classifier);
    }

    /** Steps over the batches, again and again. */
    public void train(List<DataSet> batches, int steps, DoubleConsumer loss) {
        for (int step = 0; step < steps; step++) {
            network.fit(batches.get(step % batches.size()));
            loss.accept(network.score());
        }
    }

    /** The share of examples whose likeliest class is theirs. */
    public double accuracy(List<DataSet> batches) {
        return network.evaluate(new ListDataSetIterator<>(
                        new ArrayList<>(batches), batches.get(0).numExamples()))
                .accuracy();
    }

    /** The network itself. */
    public MultiLayerNetwork network() {
        return network;
    }
}
