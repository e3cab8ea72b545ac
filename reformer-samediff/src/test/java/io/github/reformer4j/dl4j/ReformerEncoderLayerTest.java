package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.MemoryMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A reversible stack as a layer. That it computes what a model computes is shown beside the model. */
class ReformerEncoderLayerTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 11; // no multiple of a chunk

    private static ReformerEncoderLayer.Builder builder() {
        return new ReformerEncoderLayer.Builder()
                .name("encoder")
                .nLayers(3)
                .attention(AttentionKind.LSH, AttentionKind.LOCAL, AttentionKind.FULL)
                .nHeads(2)
                .headSize(3)
                .dFeedForward(5)
                .feedForwardChunk(7)
                .rounds(2)
                .buckets(4)
                .chunkLength(4)
                .localChunkLength(4)
                .normEpsilon(1e-3);
    }

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithDifferences() {
        return Stream.of(RNNFormat.values())
                .flatMap(format -> Stream.of(false, true)
                        .map(masked -> DynamicTest.dynamicTest(
                                format + (masked ? ", masked" : ""),
                                () -> check(builder().build(), format, masked))));
    }

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithDifferencesInEveryMemoryModeWithDropout() {
        return Stream.of(MemoryMode.values())
                .map(mode -> DynamicTest.dynamicTest(
                        mode.name(),
                        () -> check(
                                builder()
                                        .memory(mode)
                                        .causal(true)
                                        .attentionDropout(0.2)
                                        .hiddenDropout(0.2)
                                        .build(),
                                RNNFormat.NCW,
                                true)));
    }

    private static void check(Layer layer, RNNFormat format, boolean masked) {
        DataType before = Nd4j.dataType();
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        try {
            // A layer before it, so that the gradient of its input counts too.
            MultiLayerNetwork network = Networks.inDouble(
                    format, new LshSelfAttentionLayer.Builder().nHeads(2).build(), layer);
            @Nullable INDArray mask = masked ? Networks.mask(DataType.DOUBLE, BATCH, LENGTH) : null;
            MLNConfig config = new MLNConfig()
                    .net(network)
                    .input(Networks.input(format, DataType.DOUBLE, 1, BATCH, LENGTH))
                    .labels(Networks.labels(format, DataType.DOUBLE, 2, BATCH, LENGTH))
                    .inputMask(mask)
                    .labelMask(mask)
                    .subset(true)
                    .maxPerParam(2)
                    .maxRelError(1e-5);
            assertThat(GradientCheckUtil.checkGradients(config)).isTrue();
        } finally {
            DataTypeUtil.setDTypeForContext(before);
        }
    }

    private static MultiLayerNetwork network() {
        return Networks.of(
                DataType.FLOAT, RNNFormat.NCW, new Adam(1e-2), builder().build());
    }

    private static void train(MultiLayerNetwork network) {
        network.fit(
                Networks.input(RNNFormat.NCW, DataType.FLOAT, 1, BATCH, LENGTH),
                Networks.labels(RNNFormat.NCW, DataType.FLOAT, 2, BATCH, LENGTH));
    }

    @Test
    void aConfigurationComesBackFromJsonAndYaml() {
        MultiLayerConfiguration configuration = network().getLayerWiseConfigurations();
        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
        assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
        assertThat(configuration.clone()).isEqualTo(configuration);
        assertThat(builder().build())
                .isEqualTo(builder().build())
                .isNotEqualTo(builder().rounds(3).build());
        assertThat(builder().build())
                .isNotEqualTo(builder().memory(MemoryMode.STORE).build());
        ReformerEncoderLayer.Builder goingOn = builder();
        ReformerEncoderLayer built = goingOn.build();
        goingOn.nLayers(5);
        assertThat(built).isEqualTo(builder().build());
    }

    @Test
    void aNetworkComesBackAndTrainsOn() throws IOException {
        MultiLayerNetwork network = network();
        train(network);
        double before = network.score();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, written, true);
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(written.toByteArray()), true);
        MultiLayerNetwork copy = network.clone();
        assertThat(restored.params()).isEqualTo(network.params());
        for (int step = 0; step < 20; step++) {
            train(network);
            train(restored);
            train(copy);
        }
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(copy.params()).isEqualTo(network.params());
        assertThat(network.score()).isLessThan(before);
    }

    @Test
    void bothStreamsComeOutSideBySide() {
        Layer layer = builder().build();
        layer.setNIn(InputType.recurrent(4, 50, RNNFormat.NWC), false);
        InputType input = InputType.recurrent(4, 50, RNNFormat.NWC);
        assertThat(layer.getOutputType(0, input)).isEqualTo(InputType.recurrent(8, 50, RNNFormat.NWC));
        assertThat(network()
                        .output(Networks.input(RNNFormat.NCW, DataType.FLOAT, 1, 1, 5))
                        .shape())
                .containsExactly(1, Networks.CLASSES, 5);
        assertThat(network().summary()).contains("layers.2.feedForward.output.bias");
    }

    @Test
    void theMemoryReportIsFlatInDepthWhereLayersAreRebuilt() {
        assertThat(activations(MemoryMode.REVERSIBLE, 12)).isEqualTo(activations(MemoryMode.REVERSIBLE, 2));
        assertThat(activations(MemoryMode.CHECKPOINT, 12)).isGreaterThan(activations(MemoryMode.CHECKPOINT, 2));
        assertThat(activations(MemoryMode.STORE, 12)).isGreaterThan(activations(MemoryMode.CHECKPOINT, 12));
    }

    private static long activations(MemoryMode mode, int layers) {
        MultiLayerConfiguration configuration = Networks.of(
                        DataType.FLOAT,
                        RNNFormat.NCW,
                        new Adam(1e-2),
                        builder().nLayers(layers).memory(mode).build())
                .getLayerWiseConfigurations();
        MemoryReport report = configuration.getConf(0).getLayer().getMemoryReport(InputType.recurrent(4, 1000));
        return report.getMemoryBytes(
                MemoryType.WORKING_MEMORY_VARIABLE, 3, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT);
    }

    private static void refused(ThrowingCallable call, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(sentence);
    }

    @Test
    void mistakesGetASentence() {
        refused(
                () -> builder().nLayers(0).build(),
                "nLayers of ReformerEncoderLayer \"encoder\" must be positive, got 0");
        refused(
                () -> builder().attention().build(),
                "ReformerEncoderLayer \"encoder\" needs a kind of attention, one or more that take turns, got none");
        refused(
                () -> builder().nHeads(0).build(),
                "nHeads of ReformerEncoderLayer \"encoder\" must be positive, got 0");
        refused(
                () -> builder().dFeedForward(-1).build(),
                "dFeedForward of ReformerEncoderLayer \"encoder\" must be positive, got -1");
        refused(() -> builder().rounds(0).build(), "lsh.rounds must be positive and at most 2^30, got 0");
        refused(() -> builder().hiddenDropout(1.0).build(), "hiddenDropout must lie in [0, 1) (0: none), got 1.0");
        refused(
                () -> builder().nIn(8).nOut(8).build(),
                "ReformerEncoderLayer \"encoder\" gives two streams side by side: nOut must be twice the depth of the input, "
                        + "16, got 8; leave nOut out");
        refused(
                () -> new ReformerEncoderLayer.Builder().nHeads(3).build().setNIn(InputType.recurrent(8), false),
                "ReformerEncoderLayer cannot divide the depth of its input, 8, among 3 heads; give headSize, or make the depth "
                        + "a multiple of nHeads");
    }
}
