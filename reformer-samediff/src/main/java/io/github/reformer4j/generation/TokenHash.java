package io.github.reformer4j.generation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bucket of one vector in one round: {@code argmax([xR ; −xR])} per factor, and the buckets of the factors combined as
 * b₁ + f₁ b₂ + f₁ f₂ b₃ (section 2, "Locality sensitive hashing"). The first of equal scores wins.
 */
final class TokenHash {

    private final int[] factors;
    private final int headSize;
    private final int rounds;
    private final int directions;
    private final double[] rotations;
    private final double[] rotated;

    /**
     * A hash with fixed rotations.
     *
     * @param rotations [h, headSize, r, directions], where directions is the sum of half the factors
     * @param factors even numbers whose product is the number of buckets
     */
    TokenHash(INDArray rotations, int[] factors) {
        this.factors = factors.clone();
        headSize = (int) rotations.size(1);
        rounds = (int) rotations.size(2);
        directions = (int) rotations.size(3);
        this.rotations = Host.doubles(rotations);
        rotated = new double[directions];
    }

    /** Buckets of a round, m. */
    int buckets() {
        int product = 1;
        for (int factor : factors) {
            product *= factor;
        }
        return product;
    }

    /** The bucket of a head's part of the vector [h · headSize]. */
    int bucket(double[] vector, int head, int round) {
        rotate(vector, head, round);
        int bucket = 0;
        int stride = 1;
        int first = 0;
        for (int factor : factors) {
            bucket += stride * strongest(first, factor / 2);
            stride *= factor;
            first += factor / 2;
        }
        return bucket;
    }

    /** rotated[s] = Σ over the head's columns of x R[·, s]. */
    private void rotate(double[] vector, int head, int round) {
        Arrays.fill(rotated, 0.0);
        for (int i = 0; i < headSize; i++) {
            double x = vector[head * headSize + i];
            int start = ((head * headSize + i) * rounds + round) * directions;
            for (int s = 0; s < directions; s++) {
                rotated[s] += x * rotations[start + s];
            }
        }
    }

    /** Index of the greatest of [y ; −y], y being {@code half} scores from {@code first} on. */
    private int strongest(int first, int half) {
        int best = 0;
        double bestScore = rotated[first];
        for (int i = 1; i < 2 * half; i++) {
            double score = i < half ? rotated[first + i] : -rotated[first + i - half];
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        return best;
    }
}
