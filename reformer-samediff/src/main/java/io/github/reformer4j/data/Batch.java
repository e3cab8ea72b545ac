package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.PaddingMask;
import org.jspecify.annotations.Nullable;

/**
 * Token ids of several sequences, with what is to be learned from them.
 *
 * @param ids [b, n]
 * @param labels [b, n], [b, 1] or [b, 2], as the model takes them; {@link #IGNORED} counts for nothing. A causal language
 *     model predicts label t + 1 at position t, so its labels are its ids; it also takes [b, n + 1], whose last label is what
 *     follows the sequence.
 * @param mask which positions are tokens, or null where all are
 */
@SuppressWarnings("ArrayRecordComponent") // token ids by the thousand; batches are never compared
public record Batch(int[][] ids, int[][] labels, @Nullable PaddingMask mask) {

    /** The label that counts for nothing. */
    public static final int IGNORED = -100;

    public Batch {
        require(
                ids.length > 0 && ids[0].length > 0,
                "a batch needs at least one sequence of at least one token, got none");
        require(
                ids.length == labels.length,
                "a batch of %d sequences needs as many labels, got %d",
                ids.length,
                labels.length);
        for (int[] row : ids) {
            require(
                    row.length == ids[0].length,
                    "sequences of a batch must be equally long, got %d and %d",
                    ids[0].length,
                    row.length);
        }
    }

    /** Sequences that are their own labels, for a causal language model. */
    public static Batch causal(int[][] ids) {
        return new Batch(ids, ids, null);
    }

    /** Sequences, b. */
    public int size() {
        return ids.length;
    }

    /** Positions, n. */
    public int length() {
        return ids[0].length;
    }
}
