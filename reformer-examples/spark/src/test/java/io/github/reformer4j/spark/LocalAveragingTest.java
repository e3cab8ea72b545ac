package io.github.reformer4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.datasets.iterator.IteratorDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class LocalAveragingTest {

    private static final long SEED = 3;
    private static final int BATCH = 2;

    private static INDArray averaged(Averaging averaging, List<List<DataSet>> partitions) throws Exception {
        LocalNetwork network = new LocalNetwork.OfLayers(Recollection.network(SEED));
        new LocalAveraging(network, averaging).fit(partitions);
        return network.parameters();
    }

    private static INDArray plain(List<DataSet> examples) {
        MultiLayerNetwork network = Recollection.network(SEED);
        network.fit(new IteratorDataSetIterator(examples.iterator(), BATCH), 1);
        return network.params();
    }

    @Test
    void ofOneWorkerIsPlainTraining() throws Exception {
        List<DataSet> examples = Recollection.examples(6, 1);
        INDArray averaged = averaged(new Averaging(1, BATCH, 3, 1, 9), List.of(examples));
        assertThat(Distance.greatest(averaged, plain(examples))).isZero();
        assertThat(Distance.greatest(averaged, Recollection.network(SEED).params()))
                .isGreaterThan(1e-3);
    }

    @Test
    void ofOneWorkerIsPlainTrainingOfAGraph() throws Exception {
        List<DataSet> examples = Recollection.examples(6, 1);
        ComputationGraph plain = Recollection.graph(SEED);
        new IteratorDataSetIterator(examples.iterator(), BATCH).forEachRemaining(plain::fit);
        LocalNetwork averaged = new LocalNetwork.OfGraph(Recollection.graph(SEED));
        new LocalAveraging(averaged, new Averaging(1, BATCH, 3, 1, 9)).fit(List.of(examples));
        assertThat(Distance.greatest(averaged.parameters(), plain.params())).isZero();
    }

    @Test
    void isTheMeanOfWorkersThatBeginAlike() throws Exception {
        List<DataSet> one = Recollection.examples(4, 1);
        List<DataSet> other = Recollection.examples(4, 2);
        INDArray averaged = averaged(new Averaging(2, BATCH, 2, 1, 9), List.of(one, other));
        INDArray mean = plain(one).add(plain(other)).divi(2);
        assertThat(Distance.greatest(averaged, mean)).isLessThan(1e-7);
        assertThat(Distance.greatest(averaged, plain(one))).isGreaterThan(1e-4);
    }

    @Test
    void dealsExamplesOutByItsSeed() throws Exception {
        List<List<DataSet>> partitions = List.of(Recollection.examples(8, 1), Recollection.examples(8, 2));
        Averaging averaging = new Averaging(2, BATCH, 1, 1, 9);
        assertThat(averaging.averagings(16)).isEqualTo(4);
        INDArray once = averaged(averaging, partitions);
        assertThat(Distance.greatest(once, averaged(averaging, partitions))).isZero();
        assertThat(Distance.greatest(once, averaged(new Averaging(2, BATCH, 1, 1, 10), partitions)))
                .isGreaterThan(1e-5);
    }
}
