package io.github.reformer4j.kernel.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Bucket of every position in every round: {@code argmax([xR ; −xR])} per factor, and the buckets of the factors combined
 * as b₁ + f₁ b₂ + f₁ f₂ b₃ (section 2, "Locality sensitive hashing"). The first of equal scores wins.
 *
 * <p>Rotated vectors exist for one head and one round at a time.
 */
final class AngularHash {

    private AngularHash() {}

    /**
     * Buckets within a round.
     *
     * @param q [b, n, h, d], c order
     * @param rotations [h, d, r, s] with s the sum of half the factors
     * @param factors even numbers
     * @return [b, h, r, n]
     */
    static int[] buckets(INDArray q, INDArray rotations, int[] factors) {
        int heads = (int) q.size(2);
        int length = (int) q.size(1);
        int rounds = (int) rotations.size(2);
        int[] buckets = new int[Math.toIntExact(q.size(0) * heads * rounds * length)];
        for (int head = 0; head < heads; head++) {
            for (int round = 0; round < rounds; round++) {
                INDArray rotation =
                        rotations.get(point(head), all(), point(round), all()).dup('c'); // [d, s]
                for (int row = 0; row < q.size(0); row++) {
                    int first = ((row * heads + head) * rounds + round) * length;
                    try (INDArray ofHead =
                            q.get(point(row), all(), point(head), all()).dup('c')) { // [n, d]
                        hash(ofHead, rotation, factors, buckets, first);
                    }
                }
                rotation.close();
            }
        }
        return buckets;
    }

    private static void hash(INDArray q, INDArray rotation, int[] factors, int[] buckets, int first) {
        int directions = (int) rotation.size(1);
        try (INDArray rotated = Nd4j.createUninitialized(q.dataType(), new long[] {q.size(0), directions}, 'c')) {
            Nd4j.gemm(q, rotation, rotated, false, false, 1.0, 0.0); // [n, s]
            double[] scores = q.dataType() == DataType.FLOAT
                    ? widened(rotated.data().asFloat())
                    : rotated.data().asDouble();
            for (int position = 0; position < q.size(0); position++) {
                buckets[first + position] = bucket(scores, position * directions, factors);
            }
        }
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static int bucket(double[] scores, int first, int[] factors) {
        int bucket = 0;
        int stride = 1;
        int start = first;
        for (int factor : factors) {
            bucket += stride * strongest(scores, start, factor / 2);
            stride *= factor;
            start += factor / 2;
        }
        return bucket;
    }

    /** Index of the greatest of [y ; −y], y being {@code half} scores from {@code start} on. */
    private static int strongest(double[] scores, int start, int half) {
        int greatest = 0;
        int least = 0;
        for (int i = 1; i < half; i++) {
            greatest = scores[start + i] > scores[start + greatest] ? i : greatest;
            least = scores[start + i] < scores[start + least] ? i : least;
        }
        return scores[start + greatest] >= -scores[start + least] ? greatest : half + least;
    }
}
