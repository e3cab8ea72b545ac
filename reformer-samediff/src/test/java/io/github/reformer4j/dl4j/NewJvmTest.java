package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.testing.NewJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Networks that another JVM reads, which has seen none of their classes, and trains on. */
class NewJvmTest {

    private static final DataSet DATA = Networks.data(1, 9);

    @TempDir
    Path folder;

    private static MultiLayerNetwork network() {
        return Networks.ending(
                Networks.softmax(4),
                DataType.FLOAT,
                RNNFormat.NCW,
                new Adam(1e-2),
                LayerCase.all().stream().map(each -> each.layer().get()).toArray(SequenceLayer[]::new));
    }

    @Test
    void aNetworkOfEveryLayerAndAGraphWithVerticesTrainOnInANewJvm() throws IOException, InterruptedException {
        MultiLayerNetwork network = network();
        ComputationGraph graph = Graphs.network(DataType.FLOAT, new Adam(1e-2), Graphs::layerAndVertices);
        network.fit(DATA);
        graph.fit(DATA);
        File ofNetwork = folder.resolve("network.zip").toFile();
        File ofGraph = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(network, ofNetwork, true);
        ModelSerializer.writeModel(graph, ofGraph, true);
        network.fit(DATA);
        graph.fit(DATA);
        assertThat(NewJvm.run(TrainsOn.class, ofNetwork, ofGraph))
                .contains(numbers("network", network.params()), numbers("graph", graph.params()));
    }

    private static String numbers(String name, INDArray parameters) {
        return name + " " + Arrays.hashCode(parameters.toFloatVector());
    }

    /** One more step. */
    static final class TrainsOn {
        private TrainsOn() {}

        /** Arguments: the files of the network and of the graph. */
        public static void main(String[] arguments) throws IOException {
            MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(arguments[0], true);
            ComputationGraph graph = ModelSerializer.restoreComputationGraph(arguments[1], true);
            network.fit(DATA);
            graph.fit(DATA);
            System.out.println(numbers("network", network.params()));
            System.out.println(numbers("graph", graph.params()));
        }
    }
}
