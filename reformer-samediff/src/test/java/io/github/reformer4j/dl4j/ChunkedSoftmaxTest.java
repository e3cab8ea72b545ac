package io.github.reformer4j.dl4j;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** The output layer in chunks beside the host's RnnOutputLayer. */
class ChunkedSoftmaxTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 11;

    private static MultiLayerNetwork network(RNNFormat format, Layer last) {
        return Networks.ending(
                last,
                DataType.DOUBLE,
                format,
                new Sgd(0.1),
                new LocalSelfAttentionLayer.Builder().chunkLength(4).build());
    }

    /** A pair with the same weights, whose order in the flattened arrays differs. */
    private static MultiLayerNetwork[] pair(RNNFormat format) {
        MultiLayerNetwork theirs = network(format, Networks.output(format));
        MultiLayerNetwork ours = network(format, Networks.softmax(5));
        theirs.paramTable().forEach(ours::setParam);
        return new MultiLayerNetwork[] {theirs, ours};
    }

    private static DataSet data(RNNFormat format, INDArray labels, @Nullable INDArray mask) {
        return new DataSet(Networks.input(format, DataType.DOUBLE, 1, BATCH, LENGTH), labels, null, mask);
    }

    private static INDArray oneHot(RNNFormat format) {
        return Networks.labels(format, DataType.DOUBLE, 2, BATCH, LENGTH);
    }

    @ParameterizedTest
    @EnumSource
    void outputAndScoreAreTheHosts(RNNFormat format) {
        MultiLayerNetwork[] pair = pair(format);
        for (@Nullable INDArray mask : new INDArray[] {null, Networks.mask(DataType.DOUBLE, BATCH, LENGTH)}) {
            DataSet data = data(format, oneHot(format), mask);
            assertThat(pair[1].score(data)).isCloseTo(pair[0].score(data), within(1e-10));
            assertClose("scores", pair[1].scoreExamples(data, true), pair[0].scoreExamples(data, true), 1e-10);
            assertClose(
                    "output",
                    pair[1].output(data.getFeatures(), false, null, mask),
                    pair[0].output(data.getFeatures(), false, null, mask),
                    1e-10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void trainingIsTheHosts(RNNFormat format) {
        MultiLayerNetwork[] pair = pair(format);
        DataSet data = data(format, oneHot(format), Networks.mask(DataType.DOUBLE, BATCH, LENGTH));
        for (int step = 0; step < 3; step++) {
            pair[0].fit(data);
            pair[1].fit(data);
            assertThat(pair[1].score()).isCloseTo(pair[0].score(), within(1e-10));
        }
        pair[0].paramTable().forEach((key, array) -> assertClose(key, pair[1].getParam(key), array, 1e-10));
    }

    @ParameterizedTest
    @EnumSource
    void classesAreOneHotLabels(RNNFormat format) {
        int axis = format == RNNFormat.NCW ? 1 : 2;
        INDArray classes = oneHot(format).argMax(axis); // [b, n]
        DataSet expected = data(format, oneHot(format), null);
        MultiLayerNetwork network = network(format, Networks.softmax(5));
        double score = network.score(expected);
        assertThat(network.score(data(format, classes, null))).isEqualTo(score);
        INDArray flat = classes.castTo(DataType.DOUBLE)
                .reshape(axis == 1 ? new long[] {BATCH, 1, LENGTH} : new long[] {BATCH, LENGTH, 1});
        assertThat(network.score(data(format, flat, null))).isEqualTo(score);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNoLabelCountsForNothing(RNNFormat format) {
        MultiLayerNetwork network = network(format, Networks.softmax(5));
        INDArray mask = Networks.mask(DataType.DOUBLE, BATCH, LENGTH);
        INDArray classes = oneHot(format).argMax(format == RNNFormat.NCW ? 1 : 2);
        double masked = network.score(data(format, classes, mask));
        INDArray negative = classes.castTo(DataType.DOUBLE).addi(1.0).muli(mask).subi(1.0);
        assertThat(network.score(data(format, negative, null))).isCloseTo(masked, within(1e-12));
        INDArray empty = oneHot(format);
        INDArray rows = format == RNNFormat.NCW ? empty.permute(0, 2, 1) : empty;
        rows.muli(mask.reshape(BATCH, LENGTH, 1).broadcast(BATCH, LENGTH, Networks.CLASSES));
        assertThat(network.score(data(format, empty, null))).isCloseTo(masked, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void predictionsAreTheLikeliestClasses(RNNFormat format) {
        MultiLayerNetwork network = network(format, Networks.softmax(5));
        INDArray input = Networks.input(format, DataType.DOUBLE, 1, 1, LENGTH);
        int[] expected = network.output(input)
                .argMax(format == RNNFormat.NCW ? 1 : 2)
                .castTo(DataType.INT32)
                .data()
                .asInt();
        RunningOutput output = (RunningOutput) network.getOutputLayer();
        assertThat(output.predict(network.feedForward(input).get(1))).isEqualTo(expected);
    }
}
