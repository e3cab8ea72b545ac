package io.github.reformer4j.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.IteratorDataSetIterator;
import org.deeplearning4j.spark.impl.common.SplitPartitionsFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The same averaging in one process and one thread, without Spark: what the cluster's result is compared with. */
final class LocalAveraging {

    private final LocalNetwork network;
    private final Averaging averaging;
    private final Random random;

    /** Trains this network. */
    LocalAveraging(LocalNetwork network, Averaging averaging) {
        this.network = network;
        this.averaging = averaging;
        random = new Random(averaging.seed());
    }

    /** All epochs over these partitions. */
    void fit(List<List<DataSet>> partitions) throws Exception {
        int examples = partitions.stream().mapToInt(List::size).sum();
        for (int epoch = 0; epoch < averaging.epochs(); epoch++) {
            long seed = random.nextLong();
            int rounds = averaging.averagings(examples);
            for (int round = 0; round < rounds; round++) {
                average(deal(partitions, round, rounds, seed));
            }
            network.countEpoch();
        }
    }

    /** The examples of each worker in this round; a single round takes all of them as they are. */
    private static List<Iterator<DataSet>> deal(List<List<DataSet>> partitions, int round, int rounds, long seed)
            throws Exception {
        List<Iterator<DataSet>> dealt = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            Iterator<DataSet> all = partitions.get(i).iterator();
            dealt.add(rounds == 1 ? all : new SplitPartitionsFunction<DataSet>(round, rounds, seed).call(i, all));
        }
        return dealt;
    }

    private void average(List<Iterator<DataSet>> ofWorkers) {
        try (INDArray parameters = network.parameters().like();
                INDArray state = network.state().like()) {
            for (Iterator<DataSet> examples : ofWorkers) {
                LocalNetwork worker = network.copy();
                new IteratorDataSetIterator(examples, averaging.batchSize()).forEachRemaining(worker::fit);
                parameters.addi(worker.parameters());
                state.addi(worker.state());
            }
            network.parameters().assign(parameters.divi(ofWorkers.size()));
            network.state().assign(state.divi(ofWorkers.size()));
        }
        network.countIterations(averaging.frequency());
    }
}
