package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of whole networks by the host's own check, in double, for every layer, format and mask. */
class LayerGradientTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 11; // no multiple of a chunk

    private record Case(String name, Supplier<Layer> layer) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    "lsh",
                    () -> new LshSelfAttentionLayer.Builder()
                            .nHeads(2)
                            .headSize(3)
                            .nOut(5)
                            .rounds(2)
                            .chunkLength(4)
                            .buckets(4)
                            .build()),
            new Case(
                    "causal lsh with dropout",
                    () -> new LshSelfAttentionLayer.Builder()
                            .nHeads(2)
                            .chunkLength(4)
                            .causal(true)
                            .attentionDropout(0.3)
                            .build()));

    private static DataType before = DataType.FLOAT;

    @BeforeAll
    static void countInDouble() {
        before = Nd4j.dataType();
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
    }

    @AfterAll
    static void countAsBefore() {
        DataTypeUtil.setDTypeForContext(before);
    }

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithDifferences() {
        return CASES.stream()
                .flatMap(each -> Stream.of(RNNFormat.values())
                        .flatMap(format -> Stream.of(false, true)
                                .map(masked -> DynamicTest.dynamicTest(
                                        each.name() + ", " + format + (masked ? ", masked" : ""),
                                        () -> check(each, format, masked)))));
    }

    private static void check(Case each, RNNFormat format, boolean masked) {
        // A layer before it, so that the gradient of its input counts too.
        MultiLayerNetwork network =
                Networks.inDouble(format, each.layer().get(), each.layer().get());
        @Nullable INDArray mask = masked ? Networks.mask(DataType.DOUBLE, BATCH, LENGTH) : null;
        MLNConfig config = new MLNConfig()
                .net(network)
                .input(Networks.input(format, DataType.DOUBLE, 1, BATCH, LENGTH))
                .labels(Networks.labels(format, DataType.DOUBLE, 2, BATCH, LENGTH))
                .inputMask(mask)
                .labelMask(mask)
                .subset(true)
                .maxPerParam(4)
                .maxRelError(1e-5);
        assertThat(GradientCheckUtil.checkGradients(config)).isTrue();
    }
}
