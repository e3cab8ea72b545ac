// Add a layer to a network of Deeplearning4j
//
// `LshSelfAttentionLayer` stands in a configuration as a recurrent layer would: Deeplearning4j infers its sizes,
// trains it, saves it. The task needs attention: was this symbol there before, anywhere in the sequence?

import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

// Sequences of 48 steps over 64 symbols, one-hot: features [b, 64, n], labels [b, 2, n], Deeplearning4j's NCW.

DataSet draw(long seed, int batch) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
    INDArray features = Nd4j.zeros(DataType.FLOAT, batch, 64, 48);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, 2, 48);
    for (int row = 0; row < batch; row++) {
        boolean[] seen = new boolean[64];
        for (int i = 0; i < 48; i++) {
            int symbol = random.nextInt(64);
            features.putScalar(new int[] {row, symbol, i}, 1.0);
            labels.putScalar(new int[] {row, seen[symbol] ? 1 : 0, i}, 1.0);
            seen[symbol] = true;
        }
    }
    return new DataSet(features, labels);
}

// One line of the configuration is ours; four rounds of hashing, and no position looks ahead.

MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(1e-2))
        .list()
        .layer(new LshSelfAttentionLayer.Builder().nOut(64).nHeads(2).rounds(4).chunkLength(16).causal(true).build())
        .layer(new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.recurrent(64))
        .build());
network.init();
System.out.println(network.numParams() + " parameters");

// Train, and look at sequences that it has not seen.

DataSet heldOut = draw(-1, 32);
for (int step = 0; step <= 90; step++) {
    if (step % 30 == 0) {
        Evaluation evaluation = new Evaluation(2);
        evaluation.evalTimeSeries(heldOut.getLabels(), network.output(heldOut.getFeatures()));
        System.out.printf("after %2d steps %4.1f %% right%n", step, 100 * evaluation.accuracy());
    }
    network.fit(draw(step, 16));
}
