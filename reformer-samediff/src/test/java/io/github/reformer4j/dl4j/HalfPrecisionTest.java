package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** Networks converted to half precision for inference, and to double. */
class HalfPrecisionTest {

    private static final DataType HALF = DataType.FLOAT16;

    /** Numbers that half precision has, in float. */
    private static INDArray rounded(INDArray numbers) {
        return numbers.castTo(HALF).castTo(DataType.FLOAT);
    }

    private static INDArray input(RNNFormat format) {
        return rounded(Networks.input(format, DataType.FLOAT, 1, 2, 9));
    }

    private static MultiLayerNetwork network(LayerCase each, RNNFormat format) {
        MultiLayerNetwork network = Networks.ending(
                Networks.softmax(4),
                DataType.FLOAT,
                format,
                new NoOp(),
                each.layer().get());
        network.setParams(rounded(network.params()));
        return network;
    }

    private static void requireClose(INDArray actual, INDArray expected, double tolerance) {
        INDArray difference = actual.castTo(DataType.DOUBLE).subi(expected.castTo(DataType.DOUBLE));
        assertThat(difference.amaxNumber().doubleValue()).isLessThan(tolerance);
    }

    /** Blocks compute in float: from the same weights and inputs they give the same, down to buckets. */
    @TestFactory
    Stream<DynamicTest> anOutputInHalfIsTheOneInFloatRounded() {
        return LayerCase.all().stream()
                .flatMap(each -> Stream.of(RNNFormat.values())
                        .map(format -> DynamicTest.dynamicTest(each.name() + ", " + format, () -> {
                            MultiLayerNetwork network = network(each, format);
                            MultiLayerNetwork half = network.convertDataType(HALF);
                            INDArray inHalf = input(format).castTo(HALF);
                            assertThat(half.feedForward(inHalf).get(1))
                                    .isEqualTo(network.feedForward(input(format))
                                            .get(1)
                                            .castTo(HALF));
                            assertThat(half.output(inHalf).dataType()).isEqualTo(HALF);
                            requireClose(half.output(inHalf), network.output(input(format)), 5e-3);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> anOutputInDoubleIsTheOneInFloatCountedMoreFinely() {
        return LayerCase.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork network = network(each, RNNFormat.NCW);
                    MultiLayerNetwork fine = network.convertDataType(DataType.DOUBLE);
                    INDArray output = fine.output(input(RNNFormat.NCW).castTo(DataType.DOUBLE));
                    assertThat(output.dataType()).isEqualTo(DataType.DOUBLE);
                    requireClose(output, network.output(input(RNNFormat.NCW)), 1e-5);
                }));
    }

    @Test
    void aGraphWithVerticesGivesTheSameInHalf() {
        ComputationGraph graph = Graphs.network(DataType.FLOAT, new NoOp(), Graphs::layerAndVertices);
        graph.setParams(rounded(graph.params()));
        ComputationGraph half = graph.convertDataType(HALF);
        INDArray output = half.outputSingle(input(RNNFormat.NCW).castTo(HALF));
        assertThat(output.dataType()).isEqualTo(HALF);
        requireClose(output, graph.outputSingle(input(RNNFormat.NCW)), 5e-3);
    }
}
