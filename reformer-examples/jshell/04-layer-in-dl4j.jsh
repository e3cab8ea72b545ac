// Add a layer to a network of Deeplearning4j
//
// `LshSelfAttentionLayer` stands in a configuration as a recurrent layer would: Deeplearning4j infers its sizes,
// trains it, saves it. The task needs attention: a symbol comes with a sign once, and whenever it comes again, which
// sign was it?

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

// Sequences of 32 steps over 16 symbols, one-hot, and the sign: features [b, 17, n], labels [b, 2, n],
// Deeplearning4j's NCW. Where a symbol comes for the first time, nothing is asked: the mask [b, n] is 0.

DataSet draw(long seed, int batch) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
    INDArray features = Nd4j.zeros(DataType.FLOAT, batch, 17, 32);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, 2, 32);
    INDArray asked = Nd4j.zeros(DataType.FLOAT, batch, 32);
    for (int row = 0; row < batch; row++) {
        int[] signs = new int[16];
        for (int i = 0; i < 32; i++) {
            int symbol = random.nextInt(16);
            features.putScalar(new int[] {row, symbol, i}, 1.0);
            asked.putScalar(row, i, Math.abs(signs[symbol]));
            if (signs[symbol] == 0) {
                signs[symbol] = random.nextBoolean() ? 1 : -1;
                features.putScalar(new int[] {row, 16, i}, signs[symbol]);
            }
            labels.putScalar(new int[] {row, signs[symbol] > 0 ? 1 : 0, i}, 1.0);
        }
    }
    return new DataSet(features, labels, null, asked);
}

// One line of the configuration is ours; four rounds of hashing, and no position looks ahead.

MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(2e-2))
        .list()
        .layer(new LshSelfAttentionLayer.Builder().nOut(32).nHeads(1).rounds(4).chunkLength(8).causal(true).build())
        .layer(new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.recurrent(17))
        .build());
network.init();
System.out.println(network.numParams() + " parameters");

// Train, and look at sequences that it has not seen.

DataSet heldOut = draw(-1, 16);
for (int step = 0; step <= 30; step++) {
    if (step % 10 == 0) {
        Evaluation evaluation = new Evaluation(2);
        evaluation.evalTimeSeries(heldOut.getLabels(), network.output(heldOut.getFeatures()),
                heldOut.getLabelsMaskArray());
        System.out.printf("after %2d steps %4.1f %% right%n", step, 100 * evaluation.accuracy());
    }
    network.fit(draw(step, 8));
}
