package io.github.reformer4j.dl4j;

import static io.github.reformer4j.testing.GradientCheck.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What the host does with layers in training: it does it with these. */
class TrainedLayerTest {

    private static final int BATCH = 2;
    private static final int LENGTH = 11;

    private static LshSelfAttentionLayer.Builder lsh() {
        return new LshSelfAttentionLayer.Builder().nHeads(2).chunkLength(4).rounds(2);
    }

    private static DataSet data(RNNFormat format) {
        INDArray mask = Networks.mask(DataType.FLOAT, BATCH, LENGTH);
        return new DataSet(
                Networks.input(format, DataType.FLOAT, 1, BATCH, LENGTH),
                Networks.labels(format, DataType.FLOAT, 2, BATCH, LENGTH),
                mask,
                mask);
    }

    private static MultiLayerNetwork network(org.deeplearning4j.nn.conf.layers.Layer... layers) {
        return Networks.of(DataType.FLOAT, RNNFormat.NCW, new Sgd(0.1), layers);
    }

    @TestFactory
    Stream<DynamicTest> everyLayerLearns() {
        return LayerCase.all().stream()
                .flatMap(each -> Stream.of(RNNFormat.values())
                        .map(format -> DynamicTest.dynamicTest(each.name() + ", " + format, () -> {
                            MultiLayerNetwork network = Networks.of(
                                    DataType.FLOAT,
                                    format,
                                    new Adam(1e-2),
                                    each.layer().get());
                            double before = network.score(data(format));
                            for (int step = 0; step < 40; step++) {
                                network.fit(data(format));
                            }
                            assertThat(network.score(data(format))).isLessThan(before);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> workspacesChangeNothing() {
        return LayerCase.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork with =
                            network(each.layer().get(), each.layer().get());
                    MultiLayerNetwork without =
                            network(each.layer().get(), each.layer().get());
                    without.getLayerWiseConfigurations().setTrainingWorkspaceMode(WorkspaceMode.NONE);
                    without.getLayerWiseConfigurations().setInferenceWorkspaceMode(WorkspaceMode.NONE);
                    for (int step = 0; step < 3; step++) {
                        with.fit(data(RNNFormat.NCW));
                        without.fit(data(RNNFormat.NCW));
                    }
                    assertThat(with.params()).isEqualTo(without.params());
                    INDArray input = data(RNNFormat.NCW).getFeatures();
                    assertThat(with.output(input)).isEqualTo(without.output(input));
                }));
    }

    @Test
    void aPassIsKeptUntilTheBackwardPassAndNoLonger() {
        MultiLayerNetwork network = network(lsh().build());
        RunningBlock layer = (RunningBlock) network.getLayer(0);
        network.setInput(data(RNNFormat.NCW).getFeatures());
        network.feedForward(true, false);
        assertThat(layer.keepsPass()).isTrue();
        network.fit(data(RNNFormat.NCW));
        assertThat(layer.keepsPass()).isFalse();
        network.feedForward(data(RNNFormat.NCW).getFeatures(), true);
        assertThat(layer.keepsPass()).as("cleared by the host").isFalse();
        network.score(data(RNNFormat.NCW), true);
        assertThat(layer.keepsPass()).isFalse();
    }

    @Test
    void chanceDiffersByIterationAndNotWithinOne() {
        MultiLayerNetwork network = network(lsh().attentionDropout(0.5).build());
        INDArray input = data(RNNFormat.NCW).getFeatures();
        INDArray first = network.feedForward(input, true).get(1);
        assertThat(network.feedForward(input, true).get(1)).isEqualTo(first);
        network.getLayer(0).setIterationCount(1);
        assertThat(network.getLayer(0).activate(input, true, LayerWorkspaceMgr.noWorkspaces()))
                .isNotEqualTo(first);
        network.getLayer(0).clear();
        assertThat(network.feedForward(input, false).get(1)).isNotEqualTo(first);
    }

    @Test
    void dropoutOfTheInputDropsInTrainingAlone() {
        MultiLayerNetwork network = network(lsh().dropOut(0.5).build());
        MultiLayerNetwork plain = network(lsh().build());
        INDArray input = data(RNNFormat.NCW).getFeatures();
        assertThat(network.output(input)).isEqualTo(plain.output(input));
        Nd4j.getRandom().setSeed(7);
        INDArray trained = network.feedForward(input, true).get(1);
        assertThat(trained).isNotEqualTo(plain.feedForward(input, true).get(1));
        network.fit(data(RNNFormat.NCW));
        assertThat(network.score()).isFinite();
    }

    @Test
    void weightNoiseIsOfTrainingAlone() {
        MultiLayerNetwork network =
                network(lsh().weightNoise(new DropConnect(0.5)).build());
        MultiLayerNetwork plain = network(lsh().build());
        INDArray input = data(RNNFormat.NCW).getFeatures();
        assertThat(network.output(input)).isEqualTo(plain.output(input));
        assertThat(network.feedForward(input, true).get(1))
                .isNotEqualTo(plain.feedForward(input, true).get(1));
        network.fit(data(RNNFormat.NCW));
        assertThat(network.params()).isNotEqualTo(plain.params());
    }

    @Test
    void regularisationDecaysWeightsAndNotBiases() {
        org.deeplearning4j.nn.conf.layers.Layer layer =
                new ChunkedFeedForwardLayer.Builder().l2(0.5).biasInit(1.0).build();
        MultiLayerNetwork decayed = network(layer);
        MultiLayerNetwork plain =
                network(new ChunkedFeedForwardLayer.Builder().biasInit(1.0).build());
        assertThat(plain.params()).isEqualTo(decayed.params());
        INDArray before = decayed.getParam("0_dense.weight").dup();
        decayed.fit(data(RNNFormat.NCW));
        plain.fit(data(RNNFormat.NCW));
        INDArray expected = plain.getParam("0_dense.weight").sub(before.mul(0.1 * 0.5));
        assertClose("weights", decayed.getParam("0_dense.weight"), expected, 1e-6);
        assertClose("biases", decayed.getParam("0_dense.bias"), plain.getParam("0_dense.bias"), 1e-6);
        assertThat(decayed.calcRegularizationScore(true)).isPositive();
    }

    @Test
    void constraintsHoldAfterEveryStep() {
        MultiLayerNetwork network =
                network(lsh().constrainWeights(new MaxNormConstraint(0.1, 0)).build());
        network.fit(data(RNNFormat.NCW));
        for (String key : network.getLayer(0).paramTable().keySet()) {
            assertThat(network.getParam("0_" + key).norm2(0).maxNumber().doubleValue())
                    .as(key)
                    .isLessThanOrEqualTo(0.1 + 1e-5);
        }
    }

    @Test
    void aLayerHasAnUpdaterOfItsOwn() {
        MultiLayerNetwork network = network(
                new ChunkedFeedForwardLayer.Builder()
                        .updater(new Sgd(0.0))
                        .biasUpdater(new Sgd(1.0))
                        .build(),
                lsh().build());
        INDArray weight = network.getParam("0_dense.weight").dup();
        INDArray bias = network.getParam("0_dense.bias").dup();
        INDArray attention = network.getParam("1_value.weight").dup();
        network.fit(data(RNNFormat.NCW));
        assertThat(network.getParam("0_dense.weight")).isEqualTo(weight);
        assertThat(network.getParam("0_dense.bias")).isNotEqualTo(bias);
        assertThat(network.getParam("1_value.weight")).isNotEqualTo(attention);
    }

    @Test
    void aFrozenLayerStaysAndWhatStandsBeforeItLearnsThroughOneWithBackprop() {
        MultiLayerNetwork frozen = network(new FrozenLayer(lsh().build()));
        INDArray before = frozen.getLayer(0).params().dup();
        frozen.fit(data(RNNFormat.NCW));
        assertThat(frozen.getLayer(0).params()).isEqualTo(before);

        MultiLayerNetwork through =
                network(new ChunkedFeedForwardLayer.Builder().build(), new FrozenLayerWithBackprop(lsh().build()));
        INDArray first = through.getLayer(0).params().dup();
        INDArray second = through.getLayer(1).params().dup();
        through.fit(data(RNNFormat.NCW));
        assertThat(through.getLayer(1).params()).isEqualTo(second);
        assertThat(through.getLayer(0).params()).isNotEqualTo(first);
    }

    @Test
    void layersOfTheHostStandBeforeAndBehind() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .list()
                .layer(new LSTM.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(lsh().build())
                .layer(new LSTM.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(new ChunkedFeedForwardLayer.Builder().build())
                .layer(new LastTimeStep(lsh().nOut(8).build()))
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(Networks.DEPTH))
                .build());
        network.init();
        fitExamples(network);
        assertThat(network.summary()).contains("RunningBlock");
        MemoryReport report =
                network.getLayerWiseConfigurations().getMemoryReport(InputType.recurrent(Networks.DEPTH, 64));
        assertThat(report.getTotalMemoryBytes(1, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT))
                .isGreaterThan(report.getTotalMemoryBytes(1, MemoryUseMode.INFERENCE, CacheMode.NONE, DataType.FLOAT));
    }

    @Test
    void theHostWrapsALayerForBothDirections() {
        MultiLayerNetwork network = network(new Bidirectional(
                Bidirectional.Mode.CONCAT, lsh().nOut(4).causal(true).build()));
        double before = network.score(data(RNNFormat.NCW));
        for (int step = 0; step < 40; step++) {
            network.fit(data(RNNFormat.NCW));
        }
        assertThat(network.score(data(RNNFormat.NCW))).isLessThan(before);
    }

    private static void fitExamples(MultiLayerNetwork network) {
        INDArray mask = Networks.mask(DataType.FLOAT, BATCH, LENGTH);
        DataSet examples =
                new DataSet(data(RNNFormat.NCW).getFeatures(), Nd4j.eye(BATCH).castTo(DataType.FLOAT), mask, null);
        double before = network.score(examples);
        for (int step = 0; step < 40; step++) {
            network.fit(examples);
        }
        assertThat(network.score(examples)).isLessThan(before);
    }

    @Test
    void aGraphOfTwoBranchesLearns() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "positions", new AxialPositionLayer.Builder().axes(4, 4).build(), "in")
                .addLayer(
                        "near",
                        new LocalSelfAttentionLayer.Builder().chunkLength(4).build(),
                        "positions")
                .addLayer("far", lsh().build(), "positions")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "near", "far", "positions")
                .addLayer("pooled", new GlobalPoolingLayer(), "sum")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "pooled")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(Networks.DEPTH))
                .build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        INDArray mask = Networks.mask(DataType.FLOAT, BATCH, LENGTH);
        DataSet examples =
                new DataSet(data(RNNFormat.NCW).getFeatures(), Nd4j.eye(BATCH).castTo(DataType.FLOAT), mask, null);
        double before = graph.score(examples);
        for (int step = 0; step < 40; step++) {
            graph.fit(examples);
        }
        assertThat(graph.score(examples)).isLessThan(before);
        for (Layer layer : graph.getLayers()) {
            assertThat(layer instanceof RunningBlock block && block.keepsPass()).isFalse();
        }
    }
}
