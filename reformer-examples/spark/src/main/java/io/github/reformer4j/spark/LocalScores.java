package io.github.reformer4j.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.IteratorDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

/** Scores and evaluation in one process, over the batches that the cluster makes of the same partitions. */
final class LocalScores {

    private final MultiLayerNetwork network;
    private final int batchSize;

    LocalScores(MultiLayerNetwork network, int batchSize) {
        this.network = network;
        this.batchSize = batchSize;
    }

    /** The loss of each example by its key. */
    Map<Integer, Double> scores(List<List<Tuple2<Integer, DataSet>>> partitions) {
        Map<Integer, Double> scores = new HashMap<>();
        for (List<Tuple2<Integer, DataSet>> partition : partitions) {
            for (int from = 0; from < partition.size(); from += batchSize) {
                score(partition.subList(from, Math.min(from + batchSize, partition.size())), scores);
            }
        }
        return scores;
    }

    private void score(List<Tuple2<Integer, DataSet>> batch, Map<Integer, Double> into) {
        DataSet merged = DataSet.merge(batch.stream().map(Tuple2::_2).toList());
        try (INDArray scores = network.scoreExamples(merged, false)) {
            for (int i = 0; i < batch.size(); i++) {
                into.put(batch.get(i)._1(), scores.getDouble(i));
            }
        }
    }

    /** The confusion matrix and what follows from it. */
    Evaluation evaluation(List<List<DataSet>> partitions) {
        Evaluation sum = new Evaluation();
        for (List<DataSet> partition : partitions) {
            IteratorDataSetIterator batches =
                    new IteratorDataSetIterator(new ArrayList<>(partition).iterator(), batchSize);
            Evaluation evaluation = network.evaluate(batches);
            sum.merge(evaluation);
        }
        return sum;
    }
}
