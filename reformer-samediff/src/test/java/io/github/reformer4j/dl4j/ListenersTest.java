package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.api.SummaryType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** What watches a training. */
class ListenersTest {

    private static final DataSet DATA = Networks.data(1, 9);
    private static final int STEPS = 6;

    @TempDir
    Path folder;

    private static DataSetIterator batches() {
        return new ListDataSetIterator<>(List.of(DATA), 1);
    }

    private static MultiLayerNetwork network(LayerCase each) {
        return Networks.of(
                DataType.FLOAT, RNNFormat.NCW, new Adam(1e-2), each.layer().get());
    }

    private static ComputationGraph graph() {
        return Graphs.network(DataType.FLOAT, new Adam(1e-2), Graphs::layerAndVertices);
    }

    @TestFactory
    Stream<DynamicTest> listenersSeeEveryStepOfANetworkAndChangeNothing() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork watched = network(each);
                    MultiLayerNetwork alone = network(each);
                    CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
                    EvaluativeListener evaluation = new EvaluativeListener(batches(), 2);
                    watched.setListeners(scores, evaluation, new PerformanceListener(1), new ScoreIterationListener(1));
                    for (int step = 0; step < STEPS; step++) {
                        watched.fit(DATA);
                        alone.fit(DATA);
                    }
                    assertThat(watched.params()).isEqualTo(alone.params());
                    assertThat(scores.getScoreVsIter().getIndexes().get(0)).startsWith(0, 1, 2, 3, 4, 5, 0);
                    assertThat(lastOf(scores)).isEqualTo(alone.score());
                    Evaluation counted = (Evaluation) evaluation.getEvaluations()[0];
                    assertThat(counted.getNumRowCounter())
                            .as("steps that the mask counts")
                            .isEqualTo(DATA.getLabelsMaskArray().sumNumber().intValue());
                }));
    }

    @Test
    void listenersSeeEveryStepOfAGraphAndChangeNothing() {
        ComputationGraph watched = graph();
        ComputationGraph alone = graph();
        CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
        watched.setListeners(scores, new EvaluativeListener(batches(), 2), new PerformanceListener(1));
        for (int step = 0; step < STEPS; step++) {
            watched.fit(DATA);
            alone.fit(DATA);
        }
        assertThat(watched.params()).isEqualTo(alone.params());
        assertThat(lastOf(scores)).isEqualTo(alone.score());
    }

    private static double lastOf(CollectScoresIterationListener scores) {
        return scores.getScoreVsIter().getScores().get(0)[STEPS - 1];
    }

    private static CheckpointListener checkpoints(Path folder) {
        return new CheckpointListener.Builder(folder.toFile())
                .saveEveryNIterations(2)
                .keepLast(2)
                .build();
    }

    @TestFactory
    Stream<DynamicTest> aCheckpointTrainsOnAsTheNetworkDid() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork network = network(each);
                    Path own = Files.createDirectory(folder.resolve(each.name()));
                    CheckpointListener listener = checkpoints(own);
                    network.setListeners(listener);
                    fit(network, STEPS);
                    assertThat(listener.availableCheckpoints()).hasSize(2);
                    MultiLayerNetwork restored = CheckpointListener.loadLastCheckpointMLN(own.toFile());
                    network.setListeners();
                    // The host calls its listeners before it counts the step.
                    restored.getLayerWiseConfigurations().setIterationCount(restored.getIterationCount() + 1);
                    fit(network, 2 * STEPS);
                    fit(restored, 2 * STEPS);
                    assertThat(restored.params()).isEqualTo(network.params());
                }));
    }

    private static void fit(MultiLayerNetwork network, int steps) {
        while (network.getIterationCount() < steps) {
            network.fit(DATA);
        }
    }

    @Test
    void aCheckpointOfAGraphIsTheGraph() {
        ComputationGraph graph = graph();
        graph.setListeners(checkpoints(folder));
        for (int step = 0; step < STEPS; step++) {
            graph.fit(DATA);
        }
        graph.setListeners();
        ComputationGraph restored = CheckpointListener.loadLastCheckpointCG(folder.toFile());
        restored.fit(DATA);
        assertThat(restored.score()).isFinite().isLessThan(graph().score(DATA));
    }

    @TestFactory
    Stream<DynamicTest> theTrainingPageGetsMeansOfEveryParameter() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> requireStatistics(network(each))));
    }

    @Test
    void theTrainingPageGetsMeansOfEveryParameterOfAGraph() throws IOException {
        requireStatistics(graph());
    }

    private static void requireStatistics(Model model) throws IOException {
        InMemoryStatsStorage storage = new InMemoryStatsStorage();
        StatsListener listener = new StatsListener(storage, 1);
        model.setListeners(listener);
        for (int step = 0; step < 2; step++) {
            if (model instanceof MultiLayerNetwork network) {
                network.fit(DATA);
            } else {
                ((ComputationGraph) model).fit(DATA);
            }
        }
        String session = listener.getSessionID();
        List<Persistable> updates =
                storage.getAllUpdatesAfter(session, StatsListener.TYPE_ID, listener.getWorkerID(), 0);
        StatsReport last = (StatsReport) updates.get(updates.size() - 1);
        assertThat(last.getScore()).isEqualTo(model.score());
        for (StatsType kind : new StatsType[] {StatsType.Parameters, StatsType.Gradients, StatsType.Updates}) {
            assertThat(last.getMeanMagnitudes(kind))
                    .as(kind.name())
                    .containsOnlyKeys(model.paramTable().keySet());
        }
        assertThat(Objects.requireNonNull(last.getHistograms(StatsType.Parameters)))
                .containsOnlyKeys(model.paramTable().keySet());
        assertThat(last.hasSummaryStats(StatsType.Parameters, SummaryType.MeanMagnitudes))
                .isTrue();
    }
}
