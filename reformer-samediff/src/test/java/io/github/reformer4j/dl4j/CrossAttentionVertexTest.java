package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reformer4j.block.Initializer;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/** Attention from one sequence to another. */
class CrossAttentionVertexTest {

    private static final int BATCH = 2;
    private static final int QUERIES = 5;
    private static final int KEYS = 9;
    private static final int KEY_DEPTH = 3;

    private static CrossAttentionVertex.Builder builder() {
        return new CrossAttentionVertex.Builder().nHeads(2).headSize(3).nOut(6);
    }

    /** Attention layers in front, so that the gradients of both inputs count. */
    private static Graphs.Wiring wiring(RNNFormat format, RNNFormat keyFormat) {
        return graph -> graph.addInputs("a", "b")
                .addLayer("qa", new LshSelfAttentionLayer.Builder().build(), "a")
                .addLayer("kb", new LshSelfAttentionLayer.Builder().build(), "b")
                .addVertex("cross", builder().build(), "qa", "kb")
                .addLayer("out", Networks.output(format), "cross")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(Networks.DEPTH, format), InputType.recurrent(KEY_DEPTH, keyFormat));
    }

    private static INDArray keys(RNNFormat format, DataType type) {
        INDArray rows = Initializer.normal(1.0).create(type, 4, BATCH, KEYS, KEY_DEPTH);
        return format == RNNFormat.NWC ? rows : rows.permute(0, 2, 1).dup('c');
    }

    private static MultiDataSet data(RNNFormat format, RNNFormat keyFormat, DataType type, boolean masked) {
        INDArray queryMask = Networks.mask(type, BATCH, QUERIES);
        INDArray @Nullable [] masks = masked ? new INDArray[] {queryMask, Networks.mask(type, BATCH, KEYS)} : null;
        return new MultiDataSet(
                new INDArray[] {Networks.input(format, type, 1, BATCH, QUERIES), keys(keyFormat, type)},
                new INDArray[] {Networks.labels(format, type, 2, BATCH, QUERIES)},
                masks,
                masked ? new INDArray[] {queryMask} : null);
    }

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithDifferences() {
        return Stream.of(RNNFormat.values())
                .flatMap(format -> Stream.of(false, true)
                        .map(masked -> DynamicTest.dynamicTest(
                                format + (masked ? ", masked" : ""),
                                () -> Graphs.checkGradients(
                                        wiring(format, RNNFormat.NCW),
                                        data(format, RNNFormat.NCW, DataType.DOUBLE, masked)))));
    }

    private static void alone(GraphBuilder graph) {
        graph.addInputs("a", "b")
                .addVertex("cross", builder().build(), "a", "b")
                .setOutputs("cross")
                .setInputTypes(InputType.recurrent(Networks.DEPTH), InputType.recurrent(KEY_DEPTH));
    }

    private static void hosts(GraphBuilder graph) {
        graph.addInputs("a", "b")
                .addVertex(
                        "cross",
                        new AttentionVertex.Builder()
                                .nInQueries(Networks.DEPTH)
                                .nInKeys(KEY_DEPTH)
                                .nInValues(KEY_DEPTH)
                                .nHeads(2)
                                .headSize(3)
                                .nOut(6)
                                .projectInput(true)
                                .build(),
                        "a",
                        "b",
                        "b")
                .setOutputs("cross");
    }

    @Test
    void itGivesWhatTheHostsVertexGives() {
        ComputationGraph ours = Graphs.network(DataType.DOUBLE, new NoOp(), CrossAttentionVertexTest::alone);
        ComputationGraph theirs = Graphs.network(DataType.DOUBLE, new NoOp(), CrossAttentionVertexTest::hosts);
        copy(parameter(ours, "cross_query.weight"), parameter(theirs, "cross_Wq"));
        copy(parameter(ours, "cross_key.weight"), parameter(theirs, "cross_Wk"));
        copy(parameter(ours, "cross_value.weight"), parameter(theirs, "cross_Wv"));
        parameter(theirs, "cross_Wo").assign(parameter(ours, "cross_output.weight"));
        INDArray a = Networks.input(RNNFormat.NCW, DataType.DOUBLE, 1, BATCH, QUERIES);
        INDArray b = keys(RNNFormat.NCW, DataType.DOUBLE);
        INDArray difference = ours.outputSingle(a, b).sub(theirs.outputSingle(a, b));
        assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-10);
    }

    /** The host's own getParam knows layers only. */
    private static INDArray parameter(ComputationGraph network, String key) {
        return Objects.requireNonNull(network.paramTable().get(key));
    }

    /** [nIn, h · d] to [h, d, nIn]. */
    private static void copy(INDArray ours, INDArray theirs) {
        theirs.assign(ours.transpose().dup('c').reshape('c', theirs.shape()));
    }

    @Test
    void paddingOfTheKeysIsNotSeenAndThatOfTheQueriesGivesZero() {
        ComputationGraph network = Graphs.network(DataType.DOUBLE, new NoOp(), CrossAttentionVertexTest::alone);
        INDArray a = Networks.input(RNNFormat.NCW, DataType.DOUBLE, 1, 1, QUERIES);
        INDArray b = keys(RNNFormat.NCW, DataType.DOUBLE)
                .get(NDArrayIndex.interval(0, 1))
                .dup('c');
        INDArray shorter = b.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 6))
                .dup('c');
        INDArray queryMask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 0, 0}});
        INDArray keyMask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1, 1, 0, 0, 0}});
        INDArray masked = network.output(false, new INDArray[] {a, b}, new INDArray[] {queryMask, keyMask})[0];
        INDArray expected = network.outputSingle(a, shorter);
        INDArray first = masked.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 3));
        assertThat(first.sub(expected.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 3)))
                        .amaxNumber()
                        .doubleValue())
                .isLessThan(1e-12);
        assertThat(masked.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(3, 5))
                        .amaxNumber()
                        .doubleValue())
                .isZero();
        assertThat(network.outputSingle(a, b))
                .as("masks do not outlive their batch")
                .isNotEqualTo(masked);
    }

    @Test
    void graphsComeBack() throws IOException {
        Graphs.checkCopies(
                wiring(RNNFormat.NCW, RNNFormat.NCW), data(RNNFormat.NCW, RNNFormat.NCW, DataType.FLOAT, true));
    }

    @Test
    void typesAndMemoryAreReported() {
        InputType queries = InputType.recurrent(4, 100, RNNFormat.NWC);
        assertThat(builder().build().getOutputType(0, queries, InputType.recurrent(3, 50)))
                .isEqualTo(InputType.recurrent(6, 100, RNNFormat.NWC));
        assertThat(kept(20_000) - kept(10_000)).as("linear").isEqualTo(kept(30_000) - kept(20_000));
    }

    private static long kept(int keys) {
        return builder()
                .build()
                .getMemoryReport(InputType.recurrent(4, 100), InputType.recurrent(3, keys))
                .getTotalMemoryBytes(
                        1,
                        org.deeplearning4j.nn.conf.memory.MemoryUseMode.TRAINING,
                        org.deeplearning4j.nn.conf.CacheMode.NONE,
                        DataType.FLOAT);
    }

    private static void refused(ThrowingCallable call, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(sentence);
    }

    private static void configure(CrossAttentionVertex vertex, InputType queries, InputType keys) {
        Graphs.configuration(
                DataType.FLOAT,
                new Adam(1e-3),
                graph -> graph.addInputs("a", "b")
                        .addVertex("cross", vertex, "a", "b")
                        .setOutputs("cross")
                        .setInputTypes(queries, keys));
    }

    @Test
    void mistakesGetASentence() {
        InputType sequences = InputType.recurrent(4);
        refused(() -> builder().nHeads(0).build(), "nHeads of CrossAttentionVertex must be positive, got 0");
        refused(
                () -> new CrossAttentionVertex.Builder().nHeads(3).nOut(64).build(),
                "CrossAttentionVertex cannot divide nOut 64 among 3 heads; give headSize, or make nOut a multiple of nHeads");
        refused(
                () -> configure(new CrossAttentionVertex.Builder().nHeads(3).build(), sequences, sequences),
                "CrossAttentionVertex cannot divide nOut 4 among 3 heads; give headSize, or make nOut a multiple of nHeads");
        refused(
                () -> configure(builder().build(), sequences, InputType.feedForward(4)),
                "CrossAttentionVertex needs sequences as keys, InputType.recurrent(depth), got "
                        + InputType.feedForward(4));
        refused(
                () -> configure(builder().nInKeys(8).build(), sequences, sequences),
                "CrossAttentionVertex has nInKeys 8, but that input has depth 4; leave nInKeys out, or make them agree");
        ComputationGraph network = Graphs.network(DataType.FLOAT, new NoOp(), CrossAttentionVertexTest::alone);
        refused(
                () -> network.output(
                        Nd4j.zeros(DataType.FLOAT, 2, Networks.DEPTH, 5), Nd4j.zeros(DataType.FLOAT, 2, 7, 9)),
                "CrossAttentionVertex \"cross\" needs keys of shape [batch, 3, steps] (NCW), got [2, 7, 9]");
        refused(
                () -> network.output(
                        false,
                        new INDArray[] {
                            Nd4j.zeros(DataType.FLOAT, 2, Networks.DEPTH, 5),
                            Nd4j.zeros(DataType.FLOAT, 2, KEY_DEPTH, 9)
                        },
                        new INDArray[] {null, Nd4j.ones(DataType.FLOAT, 2, 8)}),
                "the mask of the keys of CrossAttentionVertex \"cross\" must have the shape [2, 9], a flag for every step, or "
                        + "[2, 1], one for every example, got [2, 8]");
    }
}
