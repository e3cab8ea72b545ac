package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.nn.conf.RNNFormat;
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
import org.nd4j.linalg.learning.config.NoOp;

/** Gradients of whole networks by the host's own check, in double, for every layer, format and mask. */
class LayerGradientTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 11; // no multiple of a chunk

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
    Stream<DynamicTest> gradientsOfLearnedQueriesAgreeWithDifferences() {
        return Stream.of(RNNFormat.values())
                .flatMap(format -> Stream.of(false, true)
                        .flatMap(masked -> Stream.of(false, true)
                                .map(project -> DynamicTest.dynamicTest(
                                        format + (masked ? ", masked" : "") + (project ? ", projected" : ""),
                                        () -> checkLearned(format, masked, project)))));
    }

    @TestFactory
    Stream<DynamicTest> gradientsOfTheChunkedSoftmaxAgreeWithDifferences() {
        return Stream.of(RNNFormat.values())
                .flatMap(format -> Stream.of(false, true)
                        .map(masked -> DynamicTest.dynamicTest(
                                format + (masked ? ", masked" : ""), () -> checkSoftmax(format, masked))));
    }

    private static void checkSoftmax(RNNFormat format, boolean masked) {
        MultiLayerNetwork network = Networks.ending(
                Networks.softmax(5),
                DataType.DOUBLE,
                format,
                new NoOp(),
                new LocalSelfAttentionLayer.Builder().build());
        MLNConfig config = new MLNConfig()
                .net(network)
                .input(Networks.input(format, DataType.DOUBLE, 1, BATCH, LENGTH))
                .labels(Networks.labels(format, DataType.DOUBLE, 2, BATCH, LENGTH))
                .labelMask(masked ? Networks.mask(DataType.DOUBLE, BATCH, LENGTH) : null)
                .maxRelError(1e-5);
        assertThat(GradientCheckUtil.checkGradients(config)).isTrue();
    }

    private static void checkLearned(RNNFormat format, boolean masked, boolean project) {
        int queries = 3;
        MultiLayerNetwork network = Networks.inDouble(
                format,
                new LocalSelfAttentionLayer.Builder().build(),
                new LearnedSelfAttentionLayer.Builder()
                        .nHeads(project ? 2 : 1)
                        .nOut(4)
                        .nQueries(queries)
                        .projectInput(project)
                        .build());
        MLNConfig config = new MLNConfig()
                .net(network)
                .input(Networks.input(format, DataType.DOUBLE, 1, BATCH, LENGTH))
                .labels(Networks.labels(format, DataType.DOUBLE, 2, BATCH, queries))
                .inputMask(masked ? Networks.mask(DataType.DOUBLE, BATCH, LENGTH) : null)
                .subset(true)
                .maxPerParam(2)
                .maxRelError(1e-5);
        assertThat(GradientCheckUtil.checkGradients(config)).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithDifferences() {
        return LayerCase.all().stream()
                .flatMap(each -> Stream.of(RNNFormat.values())
                        .flatMap(format -> Stream.of(false, true)
                                .map(masked -> DynamicTest.dynamicTest(
                                        each.name() + ", " + format + (masked ? ", masked" : ""),
                                        () -> check(each, format, masked)))));
    }

    private static void check(LayerCase each, RNNFormat format, boolean masked) {
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
                .maxPerParam(2)
                .maxRelError(1e-5);
        assertThat(GradientCheckUtil.checkGradients(config)).isTrue();
    }
}
