package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers and vertices of a graph that was loaded, added to, frozen, and tuned. */
class GraphTransferTest {

    private static final DataSet DATA = Networks.data(1, 9);

    private static ComputationGraph loaded() throws IOException {
        ComputationGraph graph = Graphs.network(DataType.FLOAT, new Adam(1e-2), Graphs::layerAndVertices);
        graph.fit(DATA);
        return Graphs.restored(graph);
    }

    private static TransferLearning.GraphBuilder change(ComputationGraph graph) {
        return new TransferLearning.GraphBuilder(graph)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.02))
                        .build());
    }

    private static Layer output(long nIn) {
        return new RnnOutputLayer.Builder()
                .dataFormat(RNNFormat.NCW)
                .nIn(nIn)
                .nOut(Networks.CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static void fit(ComputationGraph graph) {
        double before = graph.score(DATA);
        for (int step = 0; step < 20; step++) {
            graph.fit(DATA);
        }
        assertThat(graph.score(DATA)).isLessThan(before);
    }

    private static INDArray parameters(ComputationGraph graph, String vertex) {
        return graph.getVertex(vertex).params();
    }

    private static INDArray features(ComputationGraph graph, String vertex) {
        return Objects.requireNonNull(
                graph.feedForward(DATA.getFeatures(), false).get(vertex));
    }

    @TestFactory
    Stream<DynamicTest> aLayerIsAddedBehindAFrozenOne() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    SequenceLayer added = each.layer().get();
                    added.setNIn(Networks.DEPTH);
                    ComputationGraph graph = loaded();
                    ComputationGraph grown = change(graph)
                            .setFeatureExtractor("attends")
                            .removeVertexAndConnections("cross")
                            .removeVertexAndConnections("blocks")
                            .removeVertexAndConnections("out")
                            .addLayer("added", added, "attends")
                            .addLayer("out", output(added.outputSize()), "added")
                            .setOutputs("out")
                            .build();
                    assertThat(features(grown, "attends")).isEqualTo(features(graph, "attends"));
                    INDArray fresh = parameters(grown, "added").dup();
                    fit(grown);
                    assertThat(parameters(grown, "attends")).isEqualTo(parameters(graph, "attends"));
                    assertThat(parameters(grown, "added")).isNotEqualTo(fresh);
                    assertThat(Graphs.restored(grown).outputSingle(DATA.getFeatures()))
                            .isEqualTo(grown.outputSingle(DATA.getFeatures()));
                }));
    }

    @Test
    void verticesAreFrozenAndSavedSo() throws IOException {
        ComputationGraph graph = loaded();
        ComputationGraph frozen = change(graph).setFeatureExtractor("blocks").build();
        assertThat(frozen.params()).isEqualTo(graph.params());
        assertThat(frozen.getConfiguration().getVertices().get("cross")).isInstanceOf(FrozenVertex.class);
        fit(frozen);
        for (String vertex : new String[] {"attends", "cross", "blocks"}) {
            assertThat(parameters(frozen, vertex)).as(vertex).isEqualTo(parameters(graph, vertex));
        }
        assertThat(parameters(frozen, "out")).isNotEqualTo(parameters(graph, "out"));
        ComputationGraph restored = Graphs.restored(frozen);
        restored.fit(DATA);
        frozen.fit(DATA);
        assertThat(restored.params()).isEqualTo(frozen.params());
    }

    @Test
    void aFineTunedGraphTakesTheNewRateAndKeepsWhatItLearned() throws IOException {
        ComputationGraph graph = loaded();
        ComputationGraph tuned = change(graph).build();
        assertThat(tuned.params()).isEqualTo(graph.params());
        fit(tuned);
        for (String vertex : new String[] {"attends", "cross", "blocks"}) {
            assertThat(parameters(tuned, vertex)).as(vertex).isNotEqualTo(parameters(graph, vertex));
        }
    }

    /** Deeplearning4j copies parameters of layers alone, its own attention vertex starts afresh as well. */
    @Test
    void whereAGraphIsChangedVerticesGetTheirParametersByAssignment() throws IOException {
        ComputationGraph graph = loaded();
        ComputationGraph changed = change(graph)
                .removeVertexAndConnections("out")
                .addLayer("out", output(Networks.DEPTH), "blocks")
                .setOutputs("out")
                .build();
        Map<String, INDArray> learned = graph.paramTable();
        changed.paramTable().forEach((key, parameter) -> {
            if (!key.startsWith("out_")) {
                parameter.assign(learned.get(key));
            }
        });
        assertThat(features(changed, "blocks")).isEqualTo(features(graph, "blocks"));
        fit(changed);
    }
}
