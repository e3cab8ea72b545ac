package io.github.reformer4j.kernel.cpu;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Buckets of queries: a block of positions of a head is read once, and its rotated vectors exist for one round at a time,
 * with positions side by side.
 */
final class FusedHash {

    /** Positions of a block. */
    private static final int BLOCK = 64;

    private final Lanes lanes;
    private final NativeFloats q;
    private final INDArray shape;
    private final float[] rotations; // [h, d, r, s]
    private final int[] factors;
    private final int heads;
    private final int depth;
    private final int rounds;
    private final int directions;
    private final int length;

    FusedHash(Lanes lanes, INDArray q, INDArray rotations, int... factors) {
        this.lanes = lanes;
        this.q = NativeFloats.of(q);
        shape = q;
        this.rotations = rotations.data().asFloat();
        this.factors = factors.clone();
        heads = (int) rotations.size(0);
        depth = (int) rotations.size(1);
        rounds = (int) rotations.size(2);
        directions = (int) rotations.size(3);
        length = (int) q.size(1);
    }

    /** [b, h, r, n]. */
    int[] buckets() {
        int batch = (int) shape.size(0);
        int[] buckets = new int[Math.multiplyExact(Math.multiplyExact(batch * heads, rounds), length)];
        int blocks = (length + BLOCK - 1) / BLOCK;
        Workers.run(batch * heads * blocks, Scratch::new, (scratch, task) -> {
            int index = task / blocks;
            hash(scratch, index, task % blocks * BLOCK, buckets);
        });
        return buckets;
    }

    private final class Scratch {
        private final int stride = lanes.padded(depth);
        private final int columns = lanes.padded(BLOCK);
        private final float[] vectors = new float[BLOCK * stride];
        private final float[] across = new float[depth * columns];
        private final float[] rotated = new float[directions * columns];
        private final int[] greatest = new int[columns];
        private final int[] least = new int[columns];
    }

    private void hash(Scratch scratch, int index, int from, int[] buckets) {
        int count = Math.min(BLOCK, length - from);
        HeadRows rows = HeadRows.of(q, shape, heads, index / heads, index % heads);
        for (int i = 0; i < count; i++) {
            rows.get(from + i, scratch.vectors, i * scratch.stride);
        }
        Transposition.of(scratch.vectors, scratch.stride, count, depth, scratch.across, scratch.columns);
        for (int round = 0; round < rounds; round++) {
            int first = (index % heads * depth * rounds + round) * directions;
            lanes.multiply(
                    Matrix.columns(rotations, first, rounds * directions),
                    Matrix.rows(scratch.across, 0, scratch.columns),
                    Matrix.rows(scratch.rotated, 0, scratch.columns),
                    directions,
                    scratch.columns,
                    depth,
                    false);
            combine(scratch, count, buckets, (index * rounds + round) * length + from);
        }
    }

    /** b₁ + f₁ b₂ + f₁ f₂ b₃, each the index of the greatest of [y ; −y]. */
    private void combine(Scratch scratch, int count, int[] buckets, int first) {
        int stride = 1;
        int row = 0;
        for (int factor : factors) {
            int half = factor / 2;
            strongest(scratch, row, half);
            for (int i = 0; i < count; i++) {
                float up = scratch.rotated[(row + scratch.greatest[i]) * scratch.columns + i];
                float down = -scratch.rotated[(row + scratch.least[i]) * scratch.columns + i];
                int bucket = up >= down ? scratch.greatest[i] : half + scratch.least[i];
                buckets[first + i] += stride * bucket;
            }
            stride *= factor;
            row += half;
        }
    }

    /** The first greatest and the first least of rows {@code row} to {@code row + half − 1}, for every position. */
    private static void strongest(Scratch scratch, int row, int half) {
        float[] rotated = scratch.rotated;
        int columns = scratch.columns;
        Arrays.fill(scratch.greatest, 0);
        Arrays.fill(scratch.least, 0);
        float[] most = Arrays.copyOfRange(rotated, row * columns, (row + 1) * columns);
        float[] fewest = most.clone();
        for (int s = 1; s < half; s++) {
            int at = (row + s) * columns;
            for (int i = 0; i < columns; i++) {
                float value = rotated[at + i];
                scratch.greatest[i] = value > most[i] ? s : scratch.greatest[i];
                most[i] = value > most[i] ? value : most[i];
                scratch.least[i] = value < fewest[i] ? s : scratch.least[i];
                fewest[i] = value < fewest[i] ? value : fewest[i];
            }
        }
    }
}
