package io.github.reformer4j.generation;

import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Semantics;
import java.util.Arrays;

/** The positions that the newest position of a head attends to, round by round; see {@link LshCache}. */
final class LshWindows {

    private static final double[] NO_PENALTIES = {};

    private final LshAttentionConfig config;
    private final int[][] positions;
    private final int[] counts;
    /** How many windows hold a position; only where duplicates are corrected. */
    private int[] seen = {};

    private double[] penalties = {};

    LshWindows(LshAttentionConfig config) {
        this.config = config;
        int places = config.chunkLength() * (1 + config.chunksBefore() + config.chunksAfter());
        positions = new int[config.rounds()][places];
        counts = new int[config.rounds()];
    }

    /** The only window is all of the {@code size} positions. */
    void everything(int size) {
        clear();
        if (positions[0].length < size) {
            positions[0] = new int[Math.max(size, 2 * positions[0].length)];
        }
        Arrays.setAll(positions[0], i -> i);
        counts[0] = size;
        note(0);
    }

    /** Forgets the windows of another head. */
    void clear() {
        for (int round = 0; round < counts.length; round++) {
            for (int i = 0; i < counts[round] && config.correctDuplicates(); i++) {
                seen[positions[round][i]] = 0;
            }
            counts[round] = 0;
        }
    }

    /** Reads the window of a round, around the last position of the bucket, which is the newest of all. */
    void read(int round, BucketOrder order, int bucket) {
        int chunk = (order.end(bucket) - 1) / config.chunkLength();
        int from = (chunk - config.chunksBefore()) * config.chunkLength();
        int to = (chunk + config.chunksAfter() + 1) * config.chunkLength();
        if (config.semantics() == Semantics.PAPER) {
            from = Math.max(from, 0);
            to = Math.min(to, order.size());
        }
        if (config.withinBucket()) {
            from = Math.max(from, order.start(bucket));
            to = order.end(bucket);
        }
        counts[round] = order.read(from, to - from, positions[round], 0);
        note(round);
    }

    private void note(int round) {
        if (!config.correctDuplicates()) {
            return;
        }
        for (int i = 0; i < counts[round]; i++) {
            int position = positions[round][i];
            if (position >= seen.length) {
                seen = Arrays.copyOf(seen, 2 * (position + 1));
            }
            seen[position]++;
        }
    }

    /** Attention to the window of a round; log N is taken off the score of a key that N windows hold (equation 16). */
    double attend(KeyValues keyValues, double[] query, int head, int round, double[] output) {
        double[] taken = config.correctDuplicates() ? penalties(round) : NO_PENALTIES;
        return keyValues.attend(query, head, positions[round], counts[round], taken, output);
    }

    private double[] penalties(int round) {
        if (penalties.length < counts[round]) {
            penalties = new double[positions[round].length];
        }
        for (int i = 0; i < counts[round]; i++) {
            penalties[i] = Math.log(seen[positions[round][i]]);
        }
        return penalties;
    }
}
