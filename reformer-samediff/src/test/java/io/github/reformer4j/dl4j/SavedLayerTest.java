package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Configurations and networks written and read, parameters set and read back. */
class SavedLayerTest {

    private static final int LENGTH = 9;

    private static Stream<LayerCase> layers() {
        return Stream.concat(
                LayerCase.all().stream(),
                Stream.of(
                        new LayerCase(
                                "learned queries",
                                () -> new LearnedSelfAttentionLayer.Builder()
                                        .nHeads(2)
                                        .nOut(4)
                                        .nQueries(LENGTH)
                                        .projectInput(true)
                                        .build()),
                        new LayerCase(
                                "lsh, told all",
                                () -> new LshSelfAttentionLayer.Builder()
                                        .nHeads(2)
                                        .headSize(3)
                                        .nOut(6)
                                        .rounds(3)
                                        .chunkLength(5)
                                        .chunks(2, 1)
                                        .buckets(2, 4)
                                        .exactUpTo(7)
                                        .causal(true)
                                        .attentionDropout(0.1)
                                        .build())));
    }

    private static MultiLayerConfiguration configuration(SequenceLayer layer) {
        return Networks.configuration(Networks.softmax(7), DataType.FLOAT, RNNFormat.NCW, new Adam(1e-2), layer);
    }

    @TestFactory
    Stream<DynamicTest> aConfigurationComesBackFromJsonAndYaml() {
        return layers().map(each -> DynamicTest.dynamicTest(each.name(), () -> {
            MultiLayerConfiguration configuration = configuration(each.layer().get());
            assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
            assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
            assertThat(configuration.clone()).isEqualTo(configuration);
            ComputationGraphConfiguration graph = graph(each.layer().get());
            assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
            assertThat(ComputationGraphConfiguration.fromYaml(graph.toYaml())).isEqualTo(graph);
        }));
    }

    private static ComputationGraphConfiguration graph(SequenceLayer layer) {
        return new NeuralNetConfiguration.Builder()
                .seed(12345)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("in")
                .addLayer("attends", layer, "in")
                .addLayer("out", Networks.softmax(7), "attends")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(Networks.DEPTH))
                .build();
    }

    @Test
    void whatDiffersIsNotEqual() {
        LshSelfAttentionLayer.Builder builder =
                new LshSelfAttentionLayer.Builder().nHeads(2).nOut(4);
        assertThat(builder.build()).isEqualTo(builder.build()).hasSameHashCodeAs(builder.build());
        assertThat(builder.rounds(2).build()).isNotEqualTo(builder.rounds(4).build());
        assertThat(builder.build().toString()).contains("rounds=4");
    }

    @TestFactory
    Stream<DynamicTest> aNetworkComesBackWithTheStateOfItsUpdater() {
        return layers().map(each -> DynamicTest.dynamicTest(each.name(), () -> {
            MultiLayerNetwork network =
                    new MultiLayerNetwork(configuration(each.layer().get()));
            network.init();
            train(network);
            MultiLayerNetwork restored = Networks.restored(network);
            assertThat(restored.params()).isEqualTo(network.params());
            INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, 1, 2, LENGTH);
            assertThat(restored.output(input)).isEqualTo(network.output(input));
            assertThat(network.clone().output(input)).isEqualTo(network.output(input));
            train(network);
            train(restored);
            assertThat(restored.params()).as("trained further").isEqualTo(network.params());
        }));
    }

    private static void train(MultiLayerNetwork network) {
        for (int step = 0; step < 2; step++) {
            network.fit(
                    Networks.input(RNNFormat.NCW, DataType.FLOAT, step, 2, LENGTH),
                    Networks.labels(RNNFormat.NCW, DataType.FLOAT, step, 2, LENGTH));
        }
    }

    @TestFactory
    Stream<DynamicTest> aGraphGivesWhatAMultiLayerNetworkGives() {
        return layers().map(each -> DynamicTest.dynamicTest(each.name(), () -> {
            MultiLayerNetwork network =
                    new MultiLayerNetwork(configuration(each.layer().get()));
            network.init();
            ComputationGraph graph = new ComputationGraph(graph(each.layer().get()));
            graph.init();
            graph.setParams(network.params());
            graph.getLayer("attends").setIndex(0); // chance goes by index, which counts inputs in a graph
            for (int step = 0; step < 2; step++) {
                INDArray input = Networks.input(RNNFormat.NCW, DataType.FLOAT, step, 2, LENGTH);
                assertThat(graph.outputSingle(input)).isEqualTo(network.output(input));
                INDArray labels = Networks.labels(RNNFormat.NCW, DataType.FLOAT, step, 2, LENGTH);
                graph.fit(new INDArray[] {input}, new INDArray[] {labels});
                network.fit(input, labels);
                assertThat(graph.score()).isEqualTo(network.score());
                assertThat(graph.params()).isEqualTo(network.params());
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> parametersThatWereSetAreReadBack() {
        return layers().filter(each -> !each.name().contains("without"))
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork network =
                            new MultiLayerNetwork(configuration(each.layer().get()));
                    network.init();
                    String key =
                            network.getLayer(0).paramTable().keySet().iterator().next();
                    INDArray value = numbers(network.getParam("0_" + key).length())
                            .reshape('c', network.getParam("0_" + key).shape());
                    network.setParam("0_" + key, value);
                    assertThat(network.getParam("0_" + key)).isEqualTo(value);
                    INDArray all = numbers(network.numParams());
                    network.setParams(all);
                    assertThat(network.params().reshape(all.shape())).isEqualTo(all);
                    INDArray ofLayer = numbers(network.getLayer(0).numParams()).addi(2.0);
                    network.getLayer(0).setParams(ofLayer);
                    assertThat(network.getLayer(0).params().reshape(ofLayer.shape()))
                            .isEqualTo(ofLayer);
                    assertThat(network.params().getDouble(0)).isEqualTo(2.0);
                }));
    }

    private static INDArray numbers(long length) {
        return Nd4j.arange((double) length).castTo(DataType.FLOAT);
    }
}
