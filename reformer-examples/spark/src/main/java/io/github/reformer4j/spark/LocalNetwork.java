package io.github.reformer4j.spark;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What averaging asks of a network, of either class of Deeplearning4j. */
interface LocalNetwork {

    /** The parameters themselves, not a copy. */
    INDArray parameters();

    /** The state of the updater itself. */
    INDArray state();

    /** A network that goes on from here with arrays of its own. */
    LocalNetwork copy();

    /** One batch. */
    void fit(DataSet batch);

    /** Counts what workers trained. */
    void countIterations(int iterations);

    /** Counts an epoch. */
    void countEpoch();

    /**
     * A network of layers one behind another.
     *
     * @param network that is trained
     */
    record OfLayers(MultiLayerNetwork network) implements LocalNetwork {

        @Override
        public INDArray parameters() {
            return network.params();
        }

        @Override
        public INDArray state() {
            return network.getUpdater().getStateViewArray();
        }

        @Override
        public LocalNetwork copy() {
            MultiLayerNetwork copy =
                    new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
            copy.init(parameters().dup(), false);
            copy.setUpdater(new MultiLayerUpdater(copy, state().dup()));
            return new OfLayers(copy);
        }

        @Override
        public void fit(DataSet batch) {
            network.fit(batch);
        }

        @Override
        public void countIterations(int iterations) {
            int before = network.getLayerWiseConfigurations().getIterationCount();
            network.getLayerWiseConfigurations().setIterationCount(before + iterations);
        }

        @Override
        public void countEpoch() {
            network.incrementEpochCount();
        }
    }

    /**
     * A graph.
     *
     * @param graph that is trained
     */
    record OfGraph(ComputationGraph graph) implements LocalNetwork {

        @Override
        public INDArray parameters() {
            return graph.params();
        }

        @Override
        public INDArray state() {
            return graph.getUpdater().getStateViewArray();
        }

        /** The copy of a configuration forgets the counts, see {@link KeptIterations}. */
        @Override
        public LocalNetwork copy() {
            ComputationGraph copy =
                    new ComputationGraph(graph.getConfiguration().clone());
            copy.init(parameters().dup(), false);
            copy.setUpdater(new ComputationGraphUpdater(copy, state().dup()));
            copy.getConfiguration().setIterationCount(graph.getConfiguration().getIterationCount());
            copy.getConfiguration().setEpochCount(graph.getConfiguration().getEpochCount());
            return new OfGraph(copy);
        }

        @Override
        public void fit(DataSet batch) {
            graph.fit(batch);
        }

        @Override
        public void countIterations(int iterations) {
            int before = graph.getConfiguration().getIterationCount();
            graph.getConfiguration().setIterationCount(before + iterations);
        }

        @Override
        public void countEpoch() {
            graph.incrementEpochCount();
        }
    }
}
