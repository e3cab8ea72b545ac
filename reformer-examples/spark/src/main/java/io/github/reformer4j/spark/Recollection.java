package io.github.reformer4j.spark;

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A tagging task and networks for it, with LSH attention and its dropout: the tag of every position is the symbol at the
 * beginning of its sequence.
 */
final class Recollection {

    private static final int SYMBOLS = 6;
    private static final int SHORTEST = 24;
    private static final int LONGEST = 32;

    private Recollection() {}

    /** So many sequences of different lengths, each a data set of its own, [1, 6, n]. */
    static List<DataSet> examples(int count, long seed) {
        Random random = new Random(seed);
        List<DataSet> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(example(SHORTEST + random.nextInt(LONGEST - SHORTEST + 1), random));
        }
        return examples;
    }

    private static DataSet example(int length, Random random) {
        INDArray features = Nd4j.zeros(1, SYMBOLS, length);
        INDArray labels = Nd4j.zeros(1, SYMBOLS, length);
        int first = random.nextInt(SYMBOLS);
        for (int position = 0; position < length; position++) {
            int symbol = position == 0 ? first : random.nextInt(SYMBOLS);
            features.putScalar(new int[] {0, symbol, position}, 1.0f);
            labels.putScalar(new int[] {0, first, position}, 1.0f);
        }
        return new DataSet(features, labels);
    }

    private static NeuralNetConfiguration.Builder settings(long seed) {
        return new NeuralNetConfiguration.Builder().seed(seed).updater(new Adam(5e-3));
    }

    private static List<Layer> layers() {
        return List.of(
                new LSTM.Builder().nOut(16).build(),
                new LshSelfAttentionLayer.Builder()
                        .nOut(16)
                        .nHeads(2)
                        .rounds(2)
                        .chunkLength(8)
                        .exactUpTo(0)
                        .chunks(1, 1)
                        .attentionDropout(0.1)
                        .build(),
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(SYMBOLS)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    /** A fresh network; the seed decides its weights. */
    static MultiLayerNetwork network(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings(seed)
                .list(layers().toArray(Layer[]::new))
                .setInputType(InputType.recurrent(SYMBOLS))
                .build());
        network.init();
        return network;
    }

    /** The same layers as a graph. */
    static ComputationGraph graph(long seed) {
        ComputationGraphConfiguration.GraphBuilder builder =
                settings(seed).graphBuilder().addInputs("0").setInputTypes(InputType.recurrent(SYMBOLS));
        int depth = 0;
        for (Layer layer : layers()) {
            builder.addLayer(String.valueOf(depth + 1), layer, String.valueOf(depth));
            depth++;
        }
        ComputationGraph graph =
                new ComputationGraph(builder.setOutputs(String.valueOf(depth)).build());
        graph.init();
        return graph;
    }
}
