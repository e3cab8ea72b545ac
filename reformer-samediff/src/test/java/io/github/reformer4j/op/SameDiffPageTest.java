package io.github.reformer4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Activation;
import io.github.reformer4j.block.ChunkedCrossEntropyConfig;
import io.github.reformer4j.block.FeedForwardConfig;
import io.github.reformer4j.block.LayerNormConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Semantics;
import io.github.reformer4j.block.SequentialConfig;
import io.github.reformer4j.block.SequentialConfig.Part;
import io.github.reformer4j.block.TokenEmbeddingConfig;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.reversible.ReversibleConfig;
import io.github.reformer4j.reversible.ReversibleConfig.Layer;
import io.github.reformer4j.reversible.StreamLayout;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The program of docs/samediff.md, run. */
class SameDiffPageTest {

    @TempDir
    Path folder;

    private static SameDiff graph() {
        SameDiff sd = SameDiff.create();
        ReformerOps ops = ReformerOps.of(sd).withSeed(1);
        SDVariable ids = sd.placeHolder("ids", DataType.INT32, -1, -1);
        SDVariable labels = sd.placeHolder("labels", DataType.INT32, -1, -1);
        SDVariable x = ops.tokenEmbedding(
                "embedding", ids, TokenEmbeddingConfig.axial(7, 32, List.of(16, 16), List.of(8, 24)), DataType.FLOAT);
        SDVariable attended = x.add(ops.lshSelfAttention("attention", x, LshAttentionConfig.of(32, 2, 16, 16)));
        SDVariable y = ops.reversible("layers", attended, layers(), OpInputs.none());
        ops.chunkedCrossEntropy("loss", y, labels, new ChunkedCrossEntropyConfig(64, 7, 64, 0.02))
                .markAsLoss();
        return sd;
    }

    /** Two reversible layers: f is local attention, g is feed-forward, each behind a norm. */
    private static ReversibleConfig layers() {
        LayerNormConfig norm = new LayerNormConfig(32, 1e-6);
        Layer layer = Layer.of(
                new SequentialConfig(List.of(
                        new Part("norm", norm),
                        new Part(
                                "local",
                                new LocalAttentionConfig(32, 2, 16, 16, 1, 0, true, 0.0, Semantics.PAPER, 16)))),
                new SequentialConfig(List.of(
                        new Part("norm", norm),
                        new Part("dense", new FeedForwardConfig(32, 64, Activation.GELU, 64, 0.0)))));
        return new ReversibleConfig(List.of(layer, layer), MemoryMode.REVERSIBLE, StreamLayout.duplicate());
    }

    private static SameDiff trainSaveAndLoad(SameDiff sd, INDArray ids, INDArray labels, File file) {
        sd.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(3e-3))
                .dataSetFeatureMapping("ids")
                .dataSetLabelMapping("labels")
                .build());
        sd.fit(new SingletonMultiDataSetIterator(new MultiDataSet(ids, labels)), 60);
        sd.save(file, true);
        ReformerOps.register();
        return SameDiff.load(file, true);
    }

    /** A sentence of seven ids, again and again, from another place in every row; the label is the id that follows. */
    private static INDArray repeated(int batch, int length, int first) {
        int[] sentence = {3, 1, 4, 1, 5, 2, 6};
        int[][] rows = new int[batch][length];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                rows[row][i] = sentence[(first + row + i) % sentence.length];
            }
        }
        return Nd4j.createFromArray(rows);
    }

    private static double loss(SameDiff sd, INDArray ids, INDArray labels) {
        return Objects.requireNonNull(
                        sd.output(Map.of("ids", ids, "labels", labels), "loss").get("loss"))
                .getDouble(0);
    }

    @Test
    void theProgramLearnsAndItsGraphIsLoaded() {
        SameDiff sd = graph();
        INDArray ids = repeated(2, 40, 0);
        INDArray labels = repeated(2, 40, 1);
        double before = loss(sd, ids, labels);
        SameDiff loaded =
                trainSaveAndLoad(sd, ids, labels, folder.resolve("graph.fb").toFile());
        double after = loss(sd, ids, labels);
        assertThat(before).isCloseTo(Math.log(7), within(0.2));
        assertThat(after).isLessThan(0.3 * before);
        assertThat(loss(loaded, ids, labels)).isEqualTo(after);
        INDArray longer = repeated(1, 100, 3);
        assertThat(loss(loaded, longer, repeated(1, 100, 4))).isEqualTo(loss(sd, longer, repeated(1, 100, 4)));
    }
}
