package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.GraphConfig;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** What is asked of every vertex of a graph. */
final class Graphs {

    private Graphs() {}

    /** A graph in the making. */
    interface Wiring {
        void wire(GraphBuilder graph);
    }

    static ComputationGraphConfiguration configuration(DataType type, IUpdater updater, Wiring wiring) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(12345)
                .updater(updater)
                .graphBuilder();
        wiring.wire(graph);
        return graph.build();
    }

    static ComputationGraph network(DataType type, IUpdater updater, Wiring wiring) {
        ComputationGraph network = new ComputationGraph(configuration(type, updater, wiring));
        network.init();
        return network;
    }

    /** An attention layer, then both vertices that have parameters, one after the other. */
    static void layerAndVertices(GraphBuilder graph) {
        graph.addInputs("in")
                .addLayer(
                        "attends",
                        new LshSelfAttentionLayer.Builder()
                                .nHeads(2)
                                .chunkLength(4)
                                .build(),
                        "in")
                .addVertex("cross", new CrossAttentionVertex.Builder().nHeads(2).build(), "attends", "in")
                .addVertex(
                        "blocks",
                        new ReversibleVertex.Builder()
                                .block(
                                        new LocalSelfAttentionLayer.Builder().build(),
                                        new ChunkedFeedForwardLayer.Builder().build())
                                .build(),
                        "cross")
                .addLayer("out", Networks.output(RNNFormat.NCW), "blocks")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(Networks.DEPTH));
    }

    /** The host's own check, in double, with weights of a size that makes attention sharp. */
    static void checkGradients(Wiring wiring, MultiDataSet data) {
        DataType before = Nd4j.dataType();
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        try {
            ComputationGraph network = network(DataType.DOUBLE, new NoOp(), wiring);
            network.params().muli(2.0);
            GraphConfig config = new GraphConfig()
                    .net(network)
                    .inputs(data.getFeatures())
                    .labels(data.getLabels())
                    .inputMask(data.getFeaturesMaskArrays())
                    .labelMask(data.getLabelsMaskArrays())
                    .subset(true)
                    .maxPerParam(2)
                    .maxRelError(1e-5);
            assertThat(GradientCheckUtil.checkGradients(config)).isTrue();
        } finally {
            DataTypeUtil.setDTypeForContext(before);
        }
    }

    /** A configuration survives JSON, YAML and a copy; a trained network a file and a copy, and all train on alike. */
    static void checkCopies(Wiring wiring, MultiDataSet data) throws IOException {
        ComputationGraphConfiguration configuration = configuration(DataType.FLOAT, new Adam(1e-2), wiring);
        assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
                .isEqualTo(configuration);
        assertThat(ComputationGraphConfiguration.fromYaml(configuration.toYaml()))
                .isEqualTo(configuration);
        assertThat(configuration.clone()).isEqualTo(configuration);
        ComputationGraph network = network(DataType.FLOAT, new Adam(1e-2), wiring);
        network.fit(data);
        ComputationGraph restored = restored(network);
        ComputationGraph copy = network.clone();
        copy.getConfiguration().setIterationCount(network.getIterationCount()); // which the host's clone forgets
        assertThat(restored.params()).isEqualTo(network.params());
        double before = network.score();
        for (int step = 0; step < 20; step++) {
            network.fit(data);
            restored.fit(data);
            copy.fit(data);
        }
        assertThat(network.score()).isLessThan(before);
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(copy.params()).isEqualTo(network.params());
        INDArray[] inputs = data.getFeatures();
        assertThat(restored.outputSingle(inputs)).isEqualTo(network.outputSingle(inputs));
    }

    /** What a file gives back, with the state of the updater. */
    static ComputationGraph restored(ComputationGraph network) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, written, true);
        return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(written.toByteArray()), true);
    }
}
