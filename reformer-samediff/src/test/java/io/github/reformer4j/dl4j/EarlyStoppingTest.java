package io.github.reformer4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileGraphSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Training that stops by a score, and the best network that it kept. */
class EarlyStoppingTest {

    private static final DataSet UNSEEN = Networks.data(9, 7);

    @TempDir
    Path folder;

    /** Batches of sequences of two lengths. */
    private static DataSetIterator batches() {
        return new ListDataSetIterator<>(List.of(Networks.data(1, 9), Networks.data(3, 12)), 1);
    }

    private static <M extends Model> EarlyStoppingConfiguration<M> until(int epochs, EarlyStoppingModelSaver<M> saver) {
        return new EarlyStoppingConfiguration.Builder<M>()
                .epochTerminationConditions(
                        new MaxEpochsTerminationCondition(epochs), new ScoreImprovementEpochTerminationCondition(1))
                .scoreCalculator(new DataSetLossCalculator(new ListDataSetIterator<>(List.of(UNSEEN), 1), true))
                .modelSaver(saver)
                .build();
    }

    /** The best score of the result itself is that of a network nobody has asked for one. */
    private static void requireBest(EarlyStoppingResult<?> result, double score) {
        assertThat(result.getTerminationReason()).isEqualTo(TerminationReason.EpochTerminationCondition);
        assertThat(result.getScoreVsEpoch()).containsEntry(result.getBestModelEpoch(), score);
        assertThat(Collections.min(result.getScoreVsEpoch().values())).isEqualTo(score);
    }

    @TestFactory
    Stream<DynamicTest> theBestNetworkIsKeptInAFile() {
        return LayerCase.lshAndEncoder().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    MultiLayerNetwork network = Networks.of(
                            DataType.FLOAT,
                            RNNFormat.NCW,
                            new Adam(1e-2),
                            each.layer().get());
                    EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(
                                    until(6, new LocalFileModelSaver(folder.toString())), network, batches())
                            .fit();
                    requireBest(result, result.getBestModel().score(UNSEEN));
                }));
    }

    @Test
    void aNetworkThatDoesNotImproveStops() {
        MultiLayerNetwork network = Networks.of(
                DataType.FLOAT,
                RNNFormat.NCW,
                new Sgd(0.0),
                LayerCase.lshAndEncoder().get(0).layer().get());
        EarlyStoppingResult<MultiLayerNetwork> result =
                new EarlyStoppingTrainer(until(50, new InMemoryModelSaver<>()), network, batches()).fit();
        assertThat(result.getTotalEpochs()).isLessThan(5);
        requireBest(result, result.getBestModel().score(UNSEEN));
    }

    @Test
    void aGraphWithVerticesStopsTheSameWay() {
        ComputationGraph graph = Graphs.network(DataType.FLOAT, new Adam(1e-2), Graphs::layerAndVertices);
        EarlyStoppingResult<ComputationGraph> result = new EarlyStoppingGraphTrainer(
                        until(6, new LocalFileGraphSaver(folder.toString())), graph, batches())
                .fit();
        requireBest(result, result.getBestModel().score(UNSEEN));
    }
}
