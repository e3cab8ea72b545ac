package io.github.reformer4j.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Tells workers at which iteration and epoch a graph is. Deeplearning4j loses both where it copies the configuration of a
 * graph, so that after every averaging Adam's corrections, schedules and the chance of our layers would begin anew.
 */
final class KeptIterations implements TrainingHook {

    private static final long serialVersionUID = 1;

    private final transient @Nullable ComputationGraph ofDriver;
    private int iteration;
    private int epoch;
    private transient boolean told;

    /** For the training of this graph, which the driver holds. */
    KeptIterations(ComputationGraph graph) {
        ofDriver = graph;
    }

    /** A hook goes out with every averaging; that is when the driver's counts are read. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        ComputationGraphConfiguration configuration = Objects.requireNonNull(
                        ofDriver, "only the driver sends hooks out")
                .getConfiguration();
        iteration = configuration.getIterationCount();
        epoch = configuration.getEpochCount();
        out.defaultWriteObject();
    }

    @Override
    public void preUpdate(MultiDataSet batch, Model model) {
        if (!told) {
            ComputationGraphConfiguration configuration = ((ComputationGraph) model).getConfiguration();
            configuration.setIterationCount(iteration);
            configuration.setEpochCount(epoch);
            told = true;
        }
    }

    @Override
    public void postUpdate(MultiDataSet batch, Model model) {}

    @Override
    public void preUpdate(DataSet batch, Model model) {}

    @Override
    public void postUpdate(DataSet batch, Model model) {}
}
