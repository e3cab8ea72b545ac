package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What Deeplearning4j lets one say of a layer, said of attention and of a whole stack, whose builders share it. */
class PerLayerSettingsTest {

    private static final DataSet DATA = Networks.data(1, 9);

    /** Something said of a builder. */
    @FunctionalInterface
    private interface Said {
        void of(SequenceLayer.Builder<?> builder);
    }

    private static SequenceLayer.Builder<?> builder(boolean stack) {
        return stack
                ? new ReformerEncoderLayer.Builder()
                        .nLayers(2)
                        .nHeads(2)
                        .chunkLength(4)
                        .normEpsilon(1e-3)
                : new LshSelfAttentionLayer.Builder().nHeads(2).chunkLength(4);
    }

    private static MultiLayerNetwork network(boolean stack, Said said) {
        SequenceLayer.Builder<?> builder = builder(stack);
        said.of(builder);
        return Networks.of(DataType.FLOAT, RNNFormat.NCW, new Sgd(0.1), builder.<SequenceLayer>build());
    }

    /** For the network of one attention layer, and for that of a stack. */
    @FunctionalInterface
    private interface Proof {
        void of(boolean stack);
    }

    private static Stream<DynamicTest> forBoth(Proof proof) {
        return Stream.of(false, true)
                .map(stack -> DynamicTest.dynamicTest(stack ? "encoder" : "lsh", () -> proof.of(stack)));
    }

    private static INDArray parameters(MultiLayerNetwork network, int layer) {
        return network.getLayer(layer).params();
    }

    @TestFactory
    Stream<DynamicTest> aLayerHasItsOwnRateAndItsOwnSchedule() {
        return forBoth(stack -> {
            MultiLayerNetwork network = network(
                    stack,
                    builder -> builder.updater(new Sgd(new MapSchedule.Builder(ScheduleType.ITERATION)
                            .add(0, 0.0)
                            .add(1, 0.1)
                            .build())));
            INDArray ours = parameters(network, 0).dup();
            INDArray last = parameters(network, 1).dup();
            network.fit(DATA);
            assertThat(parameters(network, 0)).as("iteration 0").isEqualTo(ours);
            assertThat(parameters(network, 1)).isNotEqualTo(last);
            network.fit(DATA);
            assertThat(parameters(network, 0)).as("iteration 1").isNotEqualTo(ours);
        });
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfDecayTakesWeightsAlone() {
        return forBoth(stack -> {
            MultiLayerNetwork plain = network(stack, builder -> {});
            MultiLayerNetwork l1 = network(stack, builder -> builder.l1(0.5));
            MultiLayerNetwork l2 = network(stack, builder -> builder.l2(0.5));
            MultiLayerNetwork decay = network(stack, builder -> builder.weightDecay(0.5));
            for (MultiLayerNetwork network : new MultiLayerNetwork[] {plain, l1, l2, decay}) {
                network.fit(DATA);
            }
            network(stack, builder -> {}).getLayer(0).paramTable().forEach((key, before) -> {
                boolean weight = before.rank() > 1;
                requireDifference(plain, decay, key, before.mul(weight ? 0.1 * 0.5 : 0.0));
                requireDifference(plain, l2, key, before.mul(weight ? 0.1 * 0.5 : 0.0));
                requireDifference(plain, l1, key, Transforms.sign(before).mul(weight ? 0.1 * 0.5 : 0.0));
            });
        });
    }

    private static void requireDifference(
            MultiLayerNetwork plain, MultiLayerNetwork decayed, String key, INDArray expected) {
        INDArray difference = plain.getParam("0_" + key).sub(decayed.getParam("0_" + key));
        assertThat(difference.sub(expected).amaxNumber().doubleValue()).as(key).isLessThan(1e-5);
    }

    @TestFactory
    Stream<DynamicTest> constraintsHoldAfterEveryStep() {
        return forBoth(stack -> {
            MultiLayerNetwork network = network(
                    stack,
                    builder -> builder.constrainWeights(new UnitNormConstraint(0))
                            .constrainBias(new NonNegativeConstraint()));
            network.fit(DATA);
            network.getLayer(0).paramTable().forEach((key, parameter) -> {
                if (parameter.rank() > 1) {
                    assertThat(parameter.norm2(0).sub(1.0).amaxNumber().doubleValue())
                            .as(key)
                            .isLessThan(1e-5);
                } else if (key.endsWith("bias")) {
                    assertThat(parameter.minNumber().doubleValue()).as(key).isNotNegative();
                }
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> dropoutAndWeightNoiseAreOfTrainingAlone() {
        return forBoth(stack -> {
            MultiLayerNetwork plain = network(stack, builder -> {});
            for (MultiLayerNetwork noisy : new MultiLayerNetwork[] {
                network(stack, builder -> builder.dropOut(0.5)),
                network(stack, builder -> builder.weightNoise(new DropConnect(0.5)))
            }) {
                assertThat(noisy.output(DATA.getFeatures())).isEqualTo(plain.output(DATA.getFeatures()));
                assertThat(noisy.feedForward(DATA.getFeatures(), true).get(1))
                        .isNotEqualTo(
                                plain.feedForward(DATA.getFeatures(), true).get(1));
                noisy.fit(DATA);
                assertThat(noisy.score()).isFinite();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreClippedByLayer() {
        return forBoth(stack -> {
            MultiLayerNetwork network = network(
                    stack,
                    builder -> builder.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                            .gradientNormalizationThreshold(1e-3));
            INDArray before = parameters(network, 0).dup();
            network.fit(DATA);
            assertThat(parameters(network, 0).sub(before).norm2Number().doubleValue())
                    .isPositive()
                    .isLessThan(0.1 * 1e-3 * 1.001);
        });
    }

    @TestFactory
    Stream<DynamicTest> aFrozenLayerStays() {
        return forBoth(stack -> {
            for (Layer frozen : new Layer[] {
                new FrozenLayer(builder(stack).<SequenceLayer>build()),
                new FrozenLayerWithBackprop(builder(stack).<SequenceLayer>build())
            }) {
                MultiLayerNetwork network = Networks.of(
                        DataType.FLOAT,
                        RNNFormat.NCW,
                        new Sgd(0.1),
                        new ChunkedFeedForwardLayer.Builder().build(),
                        frozen);
                INDArray before = parameters(network, 1).dup();
                network.fit(DATA);
                assertThat(parameters(network, 1)).isEqualTo(before);
            }
        });
    }

    @Test
    void parametersOfAGraphThatWereSetAreReadBackFromLayersAndVertices() {
        ComputationGraph graph = Graphs.network(DataType.FLOAT, new Adam(1e-2), Graphs::layerAndVertices);
        ComputationGraph other = Graphs.network(DataType.FLOAT, new Adam(1e-2), Graphs::layerAndVertices);
        graph.fit(DATA);
        other.setParamTable(graph.paramTable());
        assertThat(other.params()).isEqualTo(graph.params());
        other.setParams(graph.params().mul(2.0));
        other.paramTable()
                .forEach((key, parameter) -> assertThat(parameter)
                        .as(key)
                        .isEqualTo(Objects.requireNonNull(graph.paramTable().get(key))
                                .mul(2.0)));
        graph.setParam("attends_value.weight", other.getParam("attends_value.weight"));
        assertThat(graph.getParam("attends_value.weight")).isEqualTo(other.getParam("attends_value.weight"));
    }
}
