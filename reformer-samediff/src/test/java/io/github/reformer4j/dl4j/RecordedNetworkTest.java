package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.reformer4j.block.AttentionRecorder;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.op.ReformerOps;
import java.util.Map;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** A recorder that is in force reaches layers of Deeplearning4j and operations of SameDiff, which take no step. */
class RecordedNetworkTest {

    @Test
    void theLayersOfANetworkAreRecordedInTheirOrder() {
        MultiLayerNetwork network = Networks.of(
                DataType.FLOAT,
                RNNFormat.NCW,
                new NoOp(),
                new LshSelfAttentionLayer.Builder().nHeads(2).chunkLength(4).build(),
                new LshSelfAttentionLayer.Builder().nHeads(1).chunkLength(4).build());
        INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, 1, 2, 16);
        AttentionRecorder recorder = AttentionRecorder.ofBuckets();

        INDArray recorded = recorder.during(() -> network.output(input));
        INDArray plain = network.output(input);

        assertThat(recorded.data().asFloat()).containsExactly(plain.data().asFloat());
        assertThat(recorder.entries())
                .extracting(entry -> entry.config().heads(), RecordedAttention::length)
                .containsExactly(tuple(2, 16), tuple(1, 16));
    }

    @Test
    void anOperationOfAGraphIsRecorded() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, -1, 6);
        SDVariable y = ReformerOps.of(sd).lshSelfAttention("attention", x, LshAttentionConfig.of(6, 2, 3, 4));
        Map<String, INDArray> given = Map.of("x", Initializer.normal(1.0).create(DataType.FLOAT, 1, 2, 16, 6));
        AttentionRecorder recorder = AttentionRecorder.ofBucketsAndVectors();

        INDArray recorded = recorder.during(() -> y.eval(given)).dup();
        INDArray plain = y.eval(given);

        assertThat(recorded.data().asFloat()).containsExactly(plain.data().asFloat());
        assertThat(recorder.entries()).hasSize(1);
        assertThat(recorder.entries().get(0).vectors(1, 1)).hasDimensions(16, 3);
    }
}
