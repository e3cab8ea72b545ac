package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireShape;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which positions hold a token and which are padding: [b, n]. It lives on the host because the order of the positions is
 * computed there.
 */
public final class PaddingMask {

    /** What an array on the heap holds on every JVM. */
    private static final long MOST_POSITIONS = Integer.MAX_VALUE - 8;

    private final int batch;
    private final int length;
    private final boolean[] tokens;

    private PaddingMask(int batch, int length, boolean[] tokens) {
        this.batch = batch;
        this.length = length;
        this.tokens = tokens;
    }

    /** A mask from rows of flags, true for a token. */
    public static PaddingMask of(boolean[][] rows) {
        require(
                rows.length > 0 && rows[0].length > 0,
                "a padding mask needs a batch and a length of at least 1, got none");
        int length = rows[0].length;
        boolean[] tokens = flags(rows.length, length);
        for (int row = 0; row < rows.length; row++) {
            require(
                    rows[row].length == length,
                    "rows of a padding mask must be equally long, got %d and %d",
                    length,
                    rows[row].length);
            System.arraycopy(rows[row], 0, tokens, row * length, length);
        }
        return new PaddingMask(rows.length, length, tokens);
    }

    /** A mask from an array [b, n] in which 0 is padding and everything else a token. */
    public static PaddingMask of(INDArray mask) {
        requireShape("the padding mask", mask, -1, -1);
        boolean[] tokens = flags(mask.size(0), mask.size(1));
        int batch = (int) mask.size(0);
        int length = (int) mask.size(1);
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                tokens[row * length + i] = mask.getDouble(row, i) != 0.0;
            }
        }
        return new PaddingMask(batch, length, tokens);
    }

    private static boolean[] flags(long batch, long length) {
        require(
                batch * length <= MOST_POSITIONS,
                "a padding mask holds %d positions at most, got %d sequences of %d; take fewer at a time",
                MOST_POSITIONS,
                batch,
                length);
        return new boolean[(int) (batch * length)];
    }

    /** The mask itself where there is padding, null where every position holds a token. */
    public static @Nullable PaddingMask onlyIfPadded(@Nullable PaddingMask mask) {
        return mask == null || mask.tokenCount() == (long) mask.batch * mask.length ? null : mask;
    }

    /** Examples, b. */
    public int batch() {
        return batch;
    }

    /** Positions, n. */
    public int length() {
        return length;
    }

    /** Whether position i of an example holds a token. */
    public boolean isToken(int example, int i) {
        return tokens[example * length + i];
    }

    /** Tokens of all examples. */
    public long tokenCount() {
        long count = 0;
        for (boolean token : tokens) {
            count += token ? 1 : 0;
        }
        return count;
    }
}
