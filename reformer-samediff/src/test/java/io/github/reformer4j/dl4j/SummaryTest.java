package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What networks say of themselves: their summary, and how much memory they will want. */
class SummaryTest {

    private static final InputType LONG = InputType.recurrent(Networks.DEPTH, 4096);

    private static MultiLayerNetwork network(IUpdater updater) {
        return Networks.of(
                DataType.FLOAT,
                RNNFormat.NCW,
                updater,
                LayerCase.all().stream().map(each -> each.layer().get()).toArray(SequenceLayer[]::new));
    }

    private static ComputationGraph graph() {
        return Graphs.network(DataType.FLOAT, new Adam(1e-2), Graphs::layerAndVertices);
    }

    private static long bytes(MemoryReport report, MemoryUseMode mode) {
        return report.getTotalMemoryBytes(1, mode, CacheMode.NONE, DataType.FLOAT);
    }

    @Test
    void theSummaryOfANetworkTellsTypesAndParameters() {
        MultiLayerNetwork network = network(new Adam(1e-2));
        assertThat(network.summary()).contains("RunningBlock", "Total Parameters:  " + network.numParams());
        assertThat(network.summary(LONG)).contains("RunningBlock", "InputTypeRecurrent(8");
    }

    @Test
    void theSummaryOfAGraphNamesItsVertices() {
        ComputationGraph graph = graph();
        assertThat(graph.summary())
                .contains("attends", "cross", "blocks", "RunningCrossAttention", "RunningReversible")
                .contains("Total Parameters:  " + graph.params().length());
        assertThat(graph.summary(LONG)).contains("cross", "blocks");
    }

    @Test
    void theMemoryReportOfANetworkGrowsWithItsUpdaterAndInTraining() {
        MemoryReport adam = network(new Adam(1e-2)).getLayerWiseConfigurations().getMemoryReport(LONG);
        MemoryReport sgd = network(new Sgd(0.1)).getLayerWiseConfigurations().getMemoryReport(LONG);
        long parameters = network(new Sgd(0.1)).numParams();
        assertThat(bytes(adam, MemoryUseMode.TRAINING) - bytes(sgd, MemoryUseMode.TRAINING))
                .as("two moments of every parameter")
                .isEqualTo(2 * 4 * parameters);
        assertThat(bytes(adam, MemoryUseMode.TRAINING)).isGreaterThan(bytes(adam, MemoryUseMode.INFERENCE));
        assertThat(adam.toString()).contains("LshSelfAttentionLayer", "ReformerEncoderLayer");
    }

    @Test
    void theMemoryReportOfAGraphCountsItsVertices() {
        MemoryReport report = graph().getConfiguration().getMemoryReport(LONG);
        assertThat(bytes(report, MemoryUseMode.TRAINING)).isGreaterThan(bytes(report, MemoryUseMode.INFERENCE));
        assertThat(report.toString()).contains("CrossAttentionVertex", "ReversibleVertex");
    }
}
