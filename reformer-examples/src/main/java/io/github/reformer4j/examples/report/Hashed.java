package io.github.reformer4j.examples.report;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.kernel.provider.Kernels;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Vectors of any depth hashed as a layer hashes its own: {@code argmax([xR ; −xR])}, anew in each round.
 *
 * @param buckets by round and vector
 * @param directions columns of R by round, each [m/2][d]
 */
@SuppressWarnings("ArrayRecordComponent") // looked into, never compared
record Hashed(int[][] buckets, double[][][] directions) {

    /**
     * Hashes.
     *
     * @param vectors [n][d]
     * @param perRound buckets of a round, m, even
     * @param seed of the rotations
     */
    static Hashed of(double[][] vectors, int perRound, int rounds, long seed) {
        int depth = vectors[0].length;
        int half = perRound / 2;
        try (INDArray matrix = Nd4j.createFromArray(vectors);
                INDArray q = matrix.reshape(1, vectors.length, depth).dup('c');
                INDArray rotations = Step.inference(seed).rotations(DataType.DOUBLE, 1, depth, rounds, half)) {
            int[] ids = Kernels.current().attention(DataType.DOUBLE).buckets(q, rotations, perRound);
            int[][] buckets = new int[rounds][];
            double[][][] directions = new double[rounds][half][depth];
            double[] numbers = rotations.data().asDouble(); // [d, r, m/2]
            for (int round = 0; round < rounds; round++) {
                buckets[round] = Arrays.copyOfRange(ids, round * vectors.length, (round + 1) * vectors.length);
                for (int i = 0; i < half * depth; i++) {
                    directions[round][i % half][i / half] = numbers[(i / half * rounds + round) * half + i % half];
                }
            }
            return new Hashed(buckets, directions);
        }
    }
}
