package io.github.reformer4j.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.dl4j.LshSelfAttentionLayer;
import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The programs of docs/understanding.md. */
class UnderstandingPageTest {

    private static int[] recorded(LanguageModel model, Batch batch) {
        AttentionRecorder recorder = AttentionRecorder.ofBucketsAndVectors();
        model.loss(batch, Step.inference(1).withRecorder(recorder));

        RecordedAttention entry = recorder.entries().get(0); // the first LSH layer: entry.path() says which
        int[] buckets = entry.buckets(0, 1, 0); // sequence 0, head 1, round 0: a bucket for every position
        double[][] vectors = entry.vectors(0, 1); // queries and keys at once, [n][d]
        ChunkOrder order = entry.plan(0, 1).order(); // the chunks in which head 1 attends
        assertThat(vectors).hasDimensions(buckets.length, model.config().headSize());
        assertThat(order.rounds()).isEqualTo(entry.config().rounds());
        return buckets;
    }

    @Test
    void aModelIsRecorded() {
        int[] ids = IntStream.range(0, 200).map(i -> i % 7 + 2).toArray();
        try (LanguageModel model = LanguageModel.create(NamedConfigurations.byName("tiny"), DataType.FLOAT, 1)) {
            assertThat(recorded(model, Batch.causal(new int[][] {ids}))).hasSize(200);
        }
    }

    private static List<RecordedAttention> recorded(MultiLayerNetwork network, INDArray features) {
        AttentionRecorder recorder = AttentionRecorder.ofBuckets();
        INDArray output = recorder.during(() -> network.output(features));
        assertThat(output.rank()).isEqualTo(3);
        return recorder.entries();
    }

    @Test
    void aNetworkOfDeeplearning4jIsRecorded() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LshSelfAttentionLayer.Builder()
                        .nHeads(2)
                        .chunkLength(8)
                        .build())
                .layer(new RnnOutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.recurrent(8))
                .build());
        network.init();

        assertThat(recorded(network, Nd4j.ones(1, 8, 40))).hasSize(1);
    }
}
