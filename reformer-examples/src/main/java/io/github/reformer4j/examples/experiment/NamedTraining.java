package io.github.reformer4j.examples.experiment;

import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.model.ReformerModel;
import java.io.IOException;

/** Trains the models of an experiment, each in a folder of its name. */
@FunctionalInterface
public interface NamedTraining {

    /**
     * Trains a model to the end, or goes on with a training that was stopped.
     *
     * @return whether it came to its end; false: it was stopped, and so should the experiment be
     */
    boolean train(String name, ReformerModel model, BatchSource data) throws IOException;
}
