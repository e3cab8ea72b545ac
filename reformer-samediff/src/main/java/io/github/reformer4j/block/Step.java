package io.github.reformer4j.block;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one evaluation must not invent twice: its seed, whether it trains, the padding mask, and the bucket assignments
 * that forward recorded for backward. Seen from one place of the model, its path, from which every draw takes a key of
 * its own.
 */
public final class Step {

    /** Where rotations come from; the default draws them from the seed, a test or a checkpoint may give its own. */
    @FunctionalInterface
    public interface Rotations {
        /**
         * Random rotations for the LSH attention at {@code path}.
         *
         * @return [h, d, r, sum of half the bucket factors], new, belongs to the caller
         */
        INDArray draw(String path, long key, DataType type, long[] shape);
    }

    private static final Rotations FROM_KEY =
            (path, key, type, shape) -> Initializer.normal(1.0).create(type, key, shape);

    private final long seed;
    private final boolean training;
    private final @Nullable PaddingMask mask;
    private final @Nullable Assignments assignments;
    private final @Nullable AttentionRecorder recorder;
    private final Rotations rotations;
    private final String path;

    private Step(
            long seed,
            boolean training,
            @Nullable PaddingMask mask,
            @Nullable Assignments assignments,
            @Nullable AttentionRecorder recorder,
            Rotations rotations,
            String path) {
        this.seed = seed;
        this.training = training;
        this.mask = mask;
        this.assignments = assignments;
        this.recorder = recorder;
        this.rotations = rotations;
        this.path = path;
    }

    /** Evaluation: no dropout, nothing remembered. */
    public static Step inference(long seed) {
        return new Step(seed, false, null, null, null, FROM_KEY, "");
    }

    /** Training: dropout, and bucket assignments remembered for the backward pass of this step. */
    public static Step training(long seed) {
        return new Step(seed, true, null, Assignments.empty(), null, FROM_KEY, "");
    }

    /** The same step over padded sequences; null for none. */
    public Step withMask(@Nullable PaddingMask newMask) {
        return new Step(seed, training, PaddingMask.onlyIfPadded(newMask), assignments, recorder, rotations, path);
    }

    /** The same step with rotations from elsewhere. */
    public Step withRotations(Rotations newRotations) {
        return new Step(seed, training, mask, assignments, recorder, newRotations, path);
    }

    /** The same step with these assignments; null remembers nothing. */
    public Step withAssignments(@Nullable Assignments newAssignments) {
        return new Step(seed, training, mask, newAssignments, recorder, rotations, path);
    }

    /** The same step with someone who writes down what LSH layers decide; null for nobody. */
    public Step withRecorder(@Nullable AttentionRecorder newRecorder) {
        return new Step(seed, training, mask, assignments, newRecorder, rotations, path);
    }

    /** The same step with dropout on or off. */
    public Step withTraining(boolean newTraining) {
        return new Step(seed, newTraining, mask, assignments, recorder, rotations, path);
    }

    /** The step seen from one level further down. */
    public Step at(String name) {
        return new Step(
                seed, training, mask, assignments, recorder, rotations, path.isEmpty() ? name : path + "." + name);
    }

    /** The path of the current place: {@code layers.0.attention}. */
    public String path() {
        return path;
    }

    /** The seed of the whole step. */
    public long seed() {
        return seed;
    }

    /** Whether dropout drops. */
    public boolean training() {
        return training;
    }

    /** The padding mask [b, n], or null where every position holds a token. */
    public @Nullable PaddingMask mask() {
        return mask;
    }

    /** The assignments remembered in this step, or null where nothing is. */
    public @Nullable Assignments assignments() {
        return assignments;
    }

    /** Who writes down what LSH layers decide, or null where nobody does. */
    @Nullable
    AttentionRecorder recorder() {
        return recorder;
    }

    /** A key for {@link CounterRandom}, by seed, path and purpose. */
    public long key(String purpose) {
        return CounterRandom.derive(CounterRandom.derive(seed, path), purpose);
    }

    /** Rotations for the LSH attention at the current path. */
    public INDArray rotations(DataType type, long... shape) {
        return rotations.draw(path, key("rotations"), type, shape);
    }

    /** Bucket ids: remembered if this step remembers, else computed. */
    public int[] buckets(Supplier<int[]> compute) {
        return assignments == null ? compute.get() : assignments.remember(path, compute);
    }
}
