package io.github.reformer4j.kernel.cpu;

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
        private final Lanes.Extremes extremes = Lanes.Extremes.of(columns);
    }

    private void hash(Scratch scratch, int index, int from, int[] buckets) {
        int count = Math.min(BLOCK, length - from);
        HeadRows rows = HeadRows.of(lanes, q, shape, heads, index / heads, index % heads);
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
            Lanes.Extremes found = scratch.extremes;
            lanes.extremes(scratch.rotated, row * scratch.columns, half, scratch.columns, found);
            for (int i = 0; i < count; i++) {
                boolean up = found.greatest()[i] >= -found.least()[i];
                int bucket = (int) (up ? found.greatestRow()[i] : half + found.leastRow()[i]);
                buckets[first + i] += stride * bucket;
            }
            stride *= factor;
            row += half;
        }
    }
}
