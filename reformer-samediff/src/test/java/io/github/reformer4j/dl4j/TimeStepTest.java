package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/** What the host does with recurrent layers: step by step, in segments, with a mask read off the input. */
class TimeStepTest {

    private static final int LENGTH = 9;

    private static INDArray input(RNNFormat format) {
        return Networks.input(format, DataType.FLOAT, 1, 2, LENGTH);
    }

    private static INDArray steps(INDArray array, long from, long to, RNNFormat format) {
        return array.get(SequenceArrays.steps(from, to, format)).dup('c');
    }

    private static void requireClose(INDArray actual, INDArray expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
    }

    @TestFactory
    Stream<DynamicTest> aStepSeesAllThatCameBeforeIt() {
        return LayerCase.all().stream()
                .flatMap(each -> Stream.of(RNNFormat.values())
                        .map(format -> DynamicTest.dynamicTest(each.name() + ", " + format, () -> {
                            MultiLayerNetwork network = Networks.ending(
                                    Networks.softmax(4),
                                    DataType.FLOAT,
                                    format,
                                    new NoOp(),
                                    each.layer().get());
                            INDArray whole = input(format);
                            for (int i : new int[] {0, 4, 5, 7}) {
                                int to = i == 0 ? 4 : i == 5 ? 7 : i == 7 ? LENGTH : i + 1;
                                INDArray given = network.rnnTimeStep(steps(whole, i, to, format));
                                INDArray expected = network.output(steps(whole, 0, to, format));
                                requireClose(given, steps(expected, i, to, format));
                            }
                            network.rnnClearPreviousState();
                            requireClose(network.rnnTimeStep(whole), network.output(whole));
                        })));
    }

    @Test
    void causalAttentionStepByStepIsAttentionAtOnce() {
        ComputationGraph graph = Graphs.network(
                DataType.FLOAT,
                new NoOp(),
                wiring -> wiring.addInputs("in")
                        .addLayer("first", causal(), "in")
                        .addLayer("second", causal(), "first")
                        .addLayer("out", Networks.output(RNNFormat.NCW), "second")
                        .setOutputs("out")
                        .setInputTypes(InputType.recurrent(Networks.DEPTH, RNNFormat.NCW)));
        INDArray whole = input(RNNFormat.NCW);
        INDArray expected = graph.outputSingle(whole);
        for (int i = 0; i < LENGTH; i++) {
            INDArray given = graph.rnnTimeStep(steps(whole, i, i + 1, RNNFormat.NCW))[0];
            requireClose(given, steps(expected, i, i + 1, RNNFormat.NCW));
        }
    }

    private static SequenceLayer causal() {
        return new ExactSelfAttentionLayer.Builder().nHeads(2).causal(true).build();
    }

    @Test
    void otherSequencesAreNotMixedIn() {
        MultiLayerNetwork network = Networks.of(DataType.FLOAT, RNNFormat.NCW, new NoOp(), causal());
        network.rnnTimeStep(input(RNNFormat.NCW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.rnnTimeStep(Networks.input(RNNFormat.NCW, DataType.FLOAT, 1, 3, 1)))
                .withMessage("ExactSelfAttentionLayer \"layer0\" remembers steps of 2 examples, got 3; call "
                        + "rnnClearPreviousState() in front of other sequences");
    }

    @TestFactory
    Stream<DynamicTest> truncatedBackpropagationLearns() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerConfiguration configuration = Networks.configuration(
                            Networks.output(RNNFormat.NCW),
                            DataType.FLOAT,
                            RNNFormat.NCW,
                            new Adam(1e-2),
                            each.layer().get());
                    configuration.setBackpropType(BackpropType.TruncatedBPTT);
                    configuration.setTbpttFwdLength(4);
                    configuration.setTbpttBackLength(4);
                    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
                    network.init();
                    double before = network.score(Networks.data(1, LENGTH));
                    for (int step = 0; step < 20; step++) {
                        network.fit(Networks.data(1, LENGTH));
                    }
                    assertThat(network.score(Networks.data(1, LENGTH))).isLessThan(before);
                }));
    }

    /** Steps of zeros are padding: as a mask says it, also where depth and length are equal. */
    @TestFactory
    Stream<DynamicTest> aMaskIsReadOffTheInput() {
        return LayerCase.lshAndEncoder().stream()
                .flatMap(each -> Stream.of(RNNFormat.values())
                        .flatMap(format -> Stream.of(Networks.DEPTH, LENGTH)
                                .map(length -> DynamicTest.dynamicTest(
                                        each.name() + ", " + format + ", " + length,
                                        () -> requireMasked(each, format, length)))));
    }

    private static void requireMasked(LayerCase each, RNNFormat format, int length) {
        MultiLayerNetwork plain =
                Networks.of(DataType.FLOAT, format, new NoOp(), each.layer().get());
        MultiLayerNetwork wrapped = Networks.of(
                DataType.FLOAT,
                format,
                new NoOp(),
                new MaskZeroLayer.Builder()
                        .underlying(each.layer().get())
                        .maskValue(0.0)
                        .build());
        wrapped.setParams(plain.params());
        INDArray mask = Networks.mask(DataType.FLOAT, 2, length);
        INDArray padded = Networks.input(format, DataType.FLOAT, 1, 2, length);
        padded.muli(format == RNNFormat.NCW ? mask.reshape(2, 1, length) : mask.reshape(2, length, 1));
        plain.setLayerMaskArrays(mask, null);
        assertThat(wrapped.feedForward(padded).get(1))
                .isEqualTo(plain.feedForward(padded).get(1));
    }
}
