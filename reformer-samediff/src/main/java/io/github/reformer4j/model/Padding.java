package io.github.reformer4j.model;

import io.github.reformer4j.block.PaddingMask;
import io.github.reformer4j.block.Semantics;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sequences filled up on the right, as the reference fills them: to a multiple of all chunk lengths in use, unless they are
 * no longer than the shortest. By the paper's semantics nothing is filled up; blocks take any length.
 *
 * @param ids [b, filled]
 * @param mask tells tokens from padding, or null where all are tokens
 * @param length before filling
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Padding(int[][] ids, @Nullable PaddingMask mask, int length) {

    static Padding of(ReformerConfig config, int[][] ids, @Nullable PaddingMask mask) {
        int length = ids[0].length;
        int[] chunks = chunkLengths(config);
        int multiple = Arrays.stream(chunks).reduce(1, Padding::leastCommonMultiple);
        int shortest = Arrays.stream(chunks).min().orElse(Integer.MAX_VALUE);
        if (config.semantics() == Semantics.PAPER || length <= shortest || length % multiple == 0) {
            return new Padding(ids, mask, length);
        }
        int filled = (length / multiple + 1) * multiple;
        int[][] padded = new int[ids.length][];
        boolean[][] tokens = new boolean[ids.length][filled];
        for (int row = 0; row < ids.length; row++) {
            padded[row] = Arrays.copyOf(ids[row], filled);
            Arrays.fill(padded[row], length, filled, config.padToken());
            for (int i = 0; i < length; i++) {
                tokens[row][i] = mask == null || mask.isToken(row, i);
            }
        }
        return new Padding(padded, PaddingMask.of(tokens), length);
    }

    private static int[] chunkLengths(ReformerConfig config) {
        return config.attentionLayers().stream()
                .flatMapToInt(kind -> switch (kind) {
                    case LSH -> IntStream.of(config.lsh().chunkLength());
                    case LOCAL -> IntStream.of(config.local().chunkLength());
                    case FULL, FULL_SHARED -> IntStream.empty();
                })
                .toArray();
    }

    private static int leastCommonMultiple(int a, int b) {
        return Math.multiplyExact(a / greatestCommonDivisor(a, b), b);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
