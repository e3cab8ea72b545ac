package io.github.reformer4j.dl4j;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.Rows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

/** A layer gives what its block gives, whatever the layout, the precision and the mask. */
class HostedBlockTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 11;

    private static Stream<LayerCase> blocks() {
        return LayerCase.all().stream();
    }

    @TestFactory
    Stream<DynamicTest> aLayerGivesWhatItsBlockGives() {
        return blocks().flatMap(each -> Stream.of(RNNFormat.values())
                .map(format -> DynamicTest.dynamicTest(each.name() + ", " + format, () -> {
                    compare(each, format, DataType.FLOAT, null);
                    compare(each, format, DataType.DOUBLE, Networks.mask(DataType.DOUBLE, BATCH, LENGTH));
                })));
    }

    private static void compare(LayerCase each, RNNFormat format, DataType type, @Nullable INDArray mask) {
        MultiLayerNetwork network =
                Networks.of(type, format, new NoOp(), each.layer().get());
        INDArray input = Networks.input(format, type, 4, BATCH, LENGTH);
        assertClose("output", activations(network, input, mask), expected(network, input, mask), 1e-12);
    }

    private static INDArray activations(MultiLayerNetwork network, INDArray input, @Nullable INDArray mask) {
        network.setLayerMaskArrays(mask, null);
        INDArray output = network.feedForward(input).get(1);
        network.clearLayerMaskArrays();
        return output;
    }

    /** By the block alone, on arrays made by hand. */
    private static INDArray expected(MultiLayerNetwork network, INDArray input, @Nullable INDArray mask) {
        RunningBlock layer = (RunningBlock) network.getLayer(0);
        Block block = layer.layerConf().block(Networks.DEPTH).toBlock();
        Map<String, INDArray> weights = new LinkedHashMap<>();
        for (ParameterSpec spec : block.parameters()) {
            weights.put(
                    spec.name(),
                    network.getParam("0_" + SpecifiedParameters.key(spec)).dup('c'));
        }
        boolean channelsFirst = layer.layerConf().format() == RNNFormat.NCW;
        INDArray rows = (channelsFirst ? input.permute(0, 2, 1) : input).dup('c');
        Step step = Step.inference(layer.seed(false)).withMask(mask == null ? null : PaddingMask.of(mask));
        INDArray output = block.forward(rows, Weights.of(weights), step);
        if (mask != null && layer.layerConf().masksOutput()) {
            Rows.of(output).muliColumnVector(mask.reshape(mask.length(), 1));
        }
        return channelsFirst ? output.permute(0, 2, 1).dup('c') : output;
    }

    @TestFactory
    Stream<DynamicTest> halfPrecisionComputesInFloat() {
        return blocks().map(each -> DynamicTest.dynamicTest(each.name(), () -> {
            MultiLayerNetwork half = Networks.of(
                    DataType.FLOAT16, RNNFormat.NCW, new NoOp(), each.layer().get());
            MultiLayerNetwork single = Networks.of(
                    DataType.FLOAT, RNNFormat.NCW, new NoOp(), each.layer().get());
            single.params().assign(half.params());
            INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT16, 5, BATCH, LENGTH);
            INDArray output = half.feedForward(input).get(1);
            assertThat(output.dataType()).isEqualTo(DataType.FLOAT16);
            INDArray expected = single.feedForward(input.castTo(DataType.FLOAT)).get(1);
            assertClose("output", output, expected, 1e-3); // half has 11 bits
        }));
    }

    @Test
    void aMaskByExampleIsOneOfAllItsSteps() {
        MultiLayerNetwork network = lsh();
        INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, 6, BATCH, LENGTH);
        INDArray byExample = Nd4j.createFromArray(new float[][] {{1}, {0}});
        INDArray byStep = Nd4j.zeros(DataType.FLOAT, BATCH, LENGTH);
        byStep.getRow(0).assign(1.0);
        INDArray output = activations(network, input, byExample);
        assertThat(output).isEqualTo(activations(network, input, byStep));
        assertThat(output.get(NDArrayIndex.point(1)).amaxNumber().doubleValue()).isZero();
        assertThat(output.get(NDArrayIndex.point(0)).amaxNumber().doubleValue()).isPositive();
    }

    @Test
    void paddingChangesNothingForTheRest() {
        MultiLayerNetwork network = lsh();
        INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, 7, BATCH, LENGTH);
        INDArray mask = Networks.mask(DataType.FLOAT, BATCH, LENGTH);
        INDArray before = activations(network, input, mask);
        INDArray other = input.dup();
        other.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.interval(LENGTH - 2, LENGTH))
                .assign(9.0);
        assertThat(activations(network, other, mask)).isEqualTo(before);
    }

    @Test
    void oneNetworkTakesSequencesOfAnyLength() {
        MultiLayerNetwork network = lsh();
        for (int length : new int[] {1, 4, 5, 64, 3}) {
            INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, 8, 1, length);
            assertThat(network.output(input).shape()).containsExactly(1, Networks.CLASSES, length);
            network.fit(input, Networks.labels(RNNFormat.NCW, DataType.FLOAT, 9, 1, length));
        }
    }

    @Test
    void inferenceIsTheSameEveryTime() {
        MultiLayerNetwork network = lsh();
        INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, 8, BATCH, 40);
        INDArray first = network.output(input);
        network.setIterationCount(17);
        assertThat(network.output(input)).isEqualTo(first);
    }

    @Test
    void aViewOfALargerArrayIsAnInputToo() {
        MultiLayerNetwork network = Networks.of(
                DataType.FLOAT,
                RNNFormat.NWC,
                new NoOp(),
                LayerCase.all().get(0).layer().get());
        INDArray larger = Networks.input(RNNFormat.NWC, DataType.FLOAT, 8, 4, LENGTH);
        INDArray view = larger.get(NDArrayIndex.interval(2, 4), NDArrayIndex.all(), NDArrayIndex.all());
        assertThat(network.output(view)).isEqualTo(network.output(view.dup('c')));
    }

    private static MultiLayerNetwork lsh() {
        return Networks.of(
                DataType.FLOAT,
                RNNFormat.NCW,
                new NoOp(),
                LayerCase.all().get(0).layer().get());
    }
}
