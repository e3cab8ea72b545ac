package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.ReferenceRounding;
import org.jspecify.annotations.Nullable;

/**
 * Where the attention of one head of one sequence goes.
 *
 * @param rows output, [n, d]
 * @param max greatest scores of all heads, [b, h, n]
 * @param sum sums of exponentials, likewise
 * @param first where this head begins in {@code max} and {@code sum}
 * @param rounding what the published merge of rounds makes of the sums, or null where nothing
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all heads of one call
record HeadOutput(
        HeadRows rows,
        float[] max,
        float[] sum,
        int first,
        @Nullable ReferenceRounding rounding) {

    /** The same, with the vectors elsewhere. */
    HeadOutput at(HeadRows elsewhere) {
        return new HeadOutput(elsewhere, max, sum, first, rounding);
    }

    void putState(int position, float newMax, float newSum) {
        max[first + position] = newMax;
        sum[first + position] = newSum;
    }

    /** The state of these positions; what is empty stays as it was. */
    void getState(int[] positions, float[] maxInto, float[] sumInto) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] != ChunkOrder.EMPTY) {
                maxInto[i] = max[first + positions[i]];
                sumInto[i] = sum[first + positions[i]];
            }
        }
    }

    float getMax(int position) {
        return max[first + position];
    }

    float getSum(int position) {
        return sum[first + position];
    }

    /** Notes what a round gave, before it is merged. */
    void note(int round, int[] positions, float[] roundMax, float[] roundSum) {
        if (rounding != null) {
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] != ChunkOrder.EMPTY) {
                    rounding.note(round, positions[i], roundMax[i], roundSum[i]);
                }
            }
        }
    }

    /** What the merged output of a position is divided by; the state keeps it, for backward. */
    float divisor(int position, float mergedMax, float mergedSum) {
        if (rounding == null) {
            return mergedSum;
        }
        float divisor = (float) rounding.divisor(position, mergedMax, mergedSum);
        sum[first + position] = divisor;
        return divisor;
    }
}
