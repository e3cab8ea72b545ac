package io.github.reformer4j.training;

import java.nio.file.Path;

/** Sees how a training goes on: a progress bar, a log. Whatever it throws ends the run where it stands. */
public interface TrainingListener {

    /** Sees nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * The run goes on from a checkpoint.
     *
     * @param step after which it was saved; 0: there is none, the run begins
     */
    default void onStart(long step) {}

    /**
     * A step is done.
     *
     * @param progress where the run stands
     */
    default void onStep(Progress progress) {}

    /**
     * The held-out part was measured.
     *
     * @param step after which
     * @param bits a token
     * @param best whether it is the lowest so far
     */
    default void onEvaluation(long step, double bits, boolean best) {}

    /**
     * A checkpoint stands.
     *
     * @param step after which
     * @param folder of it
     */
    default void onCheckpoint(long step, Path folder) {}
}
