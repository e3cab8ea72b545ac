package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.check.Check;
import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.CounterRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks the input of an attention block, and tells tokens from padding. */
final class AttentionInput {

    private AttentionInput() {}

    static void require3d(INDArray x, int depth, Step step) {
        require(
                x.rank() == 3 && x.size(2) == depth && x.size(1) > 0,
                "self-attention of depth %d needs an input [batch, length, %d], got shape %s",
                depth,
                depth,
                Check.shapeOf(x));
        PaddingMask mask = step.mask();
        require(
                mask == null || (mask.batch() == x.size(0) && mask.length() == x.size(1)),
                "the padding mask must have the shape [batch, length] of its input, got [%s] for an input of shape %s",
                mask == null ? "" : mask.batch() + ", " + mask.length(),
                Check.shapeOf(x));
    }

    /** The plan of one sequence. */
    @FunctionalInterface
    interface Planning {
        AttentionPlan of(int row, boolean @Nullable [] tokens, AttentionPlan.Dropout dropout);
    }

    /** A plan for each sequence of a batch, whose queries are [b, n, h · d]. */
    static List<AttentionPlan> planned(INDArray q, Step step, double dropout, Planning planning) {
        long key = step.key("attention");
        int length = (int) q.size(1);
        return IntStream.range(0, (int) q.size(0))
                .mapToObj(row -> planning.of(
                        row,
                        tokens(step.mask(), row, length),
                        new AttentionPlan.Dropout(dropout, CounterRandom.derive(key, row))))
                .toList();
    }

    /** Which positions of a row hold a token; null where all do. */
    static boolean @Nullable [] tokens(@Nullable PaddingMask mask, int row, int length) {
        if (mask == null) {
            return null;
        }
        boolean[] tokens = new boolean[length];
        boolean all = true;
        for (int i = 0; i < length; i++) {
            tokens[i] = mask.isToken(row, i);
            all &= tokens[i];
        }
        return all ? null : tokens;
    }

    /** The positions that take a place in chunks: by the paper those of tokens, by the reference all. */
    static int[] placed(Semantics semantics, boolean @Nullable [] tokens, int length) {
        boolean leavesOut = semantics == Semantics.PAPER && tokens != null;
        return IntStream.range(0, length)
                .filter(i -> !leavesOut || tokens == null || tokens[i])
                .toArray();
    }

    /** The same as flags. */
    static boolean[] flags(int[] positions, int length) {
        boolean[] flags = new boolean[length];
        for (int position : positions) {
            flags[position] = true;
        }
        return flags;
    }
}
