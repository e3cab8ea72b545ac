package io.github.reformer4j.block;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes down what {@link LshSelfAttention} decides: for every evaluation of every such layer the buckets of all heads and
 * rounds, and on demand the vectors that were hashed. It only looks on; no number of the model changes.
 *
 * <p>A {@link Step} carries it to the layers, {@link Step#withRecorder}. Layers of Deeplearning4j and operations of SameDiff
 * make their steps themselves; {@link #during} has them take this recorder as well. A step without a recorder, as all are
 * unless told otherwise, costs nothing.
 *
 * <p>One evaluation is one entry: what a backward pass computes again, in buckets that forward remembered, is not written
 * down twice. Nothing is written down where nothing is hashed: in sequences of no more than {@code exactUpTo} positions, and
 * in text that is generated token by token behind its prompt. Entries stay on the heap until {@link #clear}.
 */
public final class AttentionRecorder {

    private static final ThreadLocal<@Nullable AttentionRecorder> IN_FORCE = new ThreadLocal<>();

    private final boolean vectors;
    private final List<RecordedAttention> entries = new ArrayList<>();

    private AttentionRecorder(boolean vectors) {
        this.vectors = vectors;
    }

    /** Of buckets alone: 4 bytes for each position, round and head. */
    public static AttentionRecorder ofBuckets() {
        return new AttentionRecorder(false);
    }

    /** Of buckets, and of the vectors that are queries and keys at once: 8 bytes for each of their numbers more. */
    public static AttentionRecorder ofBucketsAndVectors() {
        return new AttentionRecorder(true);
    }

    /**
     * Evaluates something that makes its steps itself, a network of Deeplearning4j or a graph of SameDiff, with this
     * recorder; what other threads evaluate meanwhile is not written down.
     *
     * @return what the evaluation gives
     */
    public <T> T during(Supplier<T> evaluation) {
        AttentionRecorder before = IN_FORCE.get();
        IN_FORCE.set(this);
        try {
            return evaluation.get();
        } finally {
            if (before == null) {
                IN_FORCE.remove();
            } else {
                IN_FORCE.set(before);
            }
        }
    }

    /** The recorder of the {@link #during} that this thread is in; null: none. For those who make steps. */
    public static @Nullable AttentionRecorder inForce() {
        return IN_FORCE.get();
    }

    /** What was written down since the last {@link #clear}, in the order of evaluation. */
    public synchronized List<RecordedAttention> entries() {
        return List.copyOf(entries);
    }

    /** Forgets everything. */
    public synchronized void clear() {
        entries.clear();
    }

    /**
     * Writes down an evaluation, unless it is one again that stands there.
     *
     * @param q what was hashed, [b, n, h · d], dense and in c order
     * @param buckets [b, h, r, n], not to be changed from now on
     */
    synchronized void add(Step step, LshAttentionConfig config, INDArray q, int[] buckets) {
        if (entries.stream().noneMatch(entry -> entry.isOf(buckets))) {
            double[] numbers = vectors ? q.data().asDouble() : null;
            entries.add(new RecordedAttention(step, config, (int) q.size(0), (int) q.size(1), buckets, numbers));
        }
    }
}
