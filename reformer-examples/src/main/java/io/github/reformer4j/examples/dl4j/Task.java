package io.github.reformer4j.examples.dl4j;

import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Examples that a seed decides, and how well a network does on them. */
interface Task {

    /**
     * Examples {@code first} to {@code first + count − 1} of a seed.
     *
     * @param first number of the first
     */
    DataSet draw(long seed, long first, int count);

    /** What a network got right, or by how much it was wrong, in words. */
    String judge(NeuralNetwork network, DataSetIterator heldOut);
}
