package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.TokenEmbeddingConfig;
import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import io.github.reformer4j.op.ReformerOps;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The programs of README, run; each learns its data. */
class ReadmeTest {

    private static SameDiff graph(INDArray tokens, INDArray next) {
        SameDiff sd = SameDiff.create();
        SDVariable ids = sd.placeHolder("ids", DataType.INT32, -1, -1); // [b, n], any b and n
        SDVariable labels = sd.placeHolder("labels", DataType.INT32, -1, -1);
        ReformerOps ops = ReformerOps.of(sd).withSeed(1);
        TokenEmbeddingConfig embedding = TokenEmbeddingConfig.axial(256, 64, List.of(16, 32), List.of(16, 48));
        SDVariable x = ops.tokenEmbedding("embedding", ids, embedding, DataType.FLOAT);
        SDVariable y = x.add(ops.lshSelfAttention("attention", x, LshAttentionConfig.of(64, 4, 16, 32)));
        ops.chunkedCrossEntropy("loss", y, labels, new ChunkedCrossEntropyConfig(64, 256, 128, 0.02))
                .markAsLoss();
        sd.setTrainingConfig(new TrainingConfig(new Adam(3e-3), List.of(), "ids", "labels"));
        sd.fit(new SingletonMultiDataSetIterator(new MultiDataSet(tokens, next)), 20);
        return sd;
    }

    @Test
    void theGraphLearns() {
        INDArray tokens = bytes(0);
        INDArray next = bytes(1);
        double loss = Objects.requireNonNull(graph(tokens, next)
                        .output(Map.of("ids", tokens, "labels", next), "loss")
                        .get("loss"))
                .getDouble(0);
        assertThat(loss).isPositive().isLessThan(0.7 * Math.log(256)); // of which a fresh graph is not far
    }

    /** Two sequences of 160 bytes of README, from a place on. */
    private static INDArray bytes(int first) {
        String text = Pages.text(Pages.root().resolve("README.md"));
        int[][] rows = new int[2][160];
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < 160; i++) {
                rows[row][i] = text.charAt(first + 160 * row + i) & 255;
            }
        }
        return Nd4j.createFromArray(rows);
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .list()
                .layer(new LshSelfAttentionLayer.Builder().nHeads(2).build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(8))
                .build());
        network.init();
        return network;
    }

    @Test
    void theNetworkLearns() {
        MultiLayerNetwork network = network();
        DataSet data = classesOfSteps();
        double before = network.score(data);
        for (int step = 0; step < 30; step++) {
            network.fit(data);
        }
        assertThat(network.score(data)).isLessThan(0.7 * before);
    }

    /** Features [2, 8, 200], of which the greatest of the first three says the class. */
    private static DataSet classesOfSteps() {
        SplittableRandom random = new SplittableRandom(1);
        INDArray features = Nd4j.zeros(DataType.FLOAT, 2, 8, 200);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, 3, 200);
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < 200; i++) {
                int kind = random.nextInt(3);
                features.putScalar(row, kind, i, 1.0);
                features.putScalar(row, 3 + random.nextInt(5), i, 1.0);
                labels.putScalar(row, kind, i, 1.0);
            }
        }
        return new DataSet(features, labels);
    }
}
