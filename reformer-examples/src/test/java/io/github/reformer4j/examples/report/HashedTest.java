package io.github.reformer4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashedTest {

    @Test
    void aBucketIsTheDirectionOrOppositeWithTheLargestProduct() {
        double[][] vectors = IntStream.range(0, 40)
                .mapToObj(i -> new double[] {Math.cos(i), Math.sin(i), Math.sin(2.0 * i)})
                .toArray(double[][]::new);
        Hashed hashed = Hashed.of(vectors, 6, 2, 5);

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < vectors.length; i++) {
                double best = -1.0;
                int bucket = -1;
                for (int s = 0; s < 6; s++) {
                    double[] direction = hashed.directions()[round][s % 3];
                    double product = (s < 3 ? 1.0 : -1.0)
                            * (vectors[i][0] * direction[0]
                                    + vectors[i][1] * direction[1]
                                    + vectors[i][2] * direction[2]);
                    bucket = product > best ? s : bucket;
                    best = Math.max(best, product);
                }
                assertThat(hashed.buckets()[round][i]).isEqualTo(bucket);
            }
        }
    }

    /** With one direction two vectors share a bucket unless the plane across it parts them: 1 − θ/π. */
    @Test
    void countedChancesFollowTheLawOfOneDirection() {
        double[] chances = CollisionPicture.chances(List.of(0, 45, 90, 180), 16, 2, 1);

        assertThat(chances).containsExactly(new double[] {1.0, 0.75, 0.5, 0.0}, within(0.06));
    }
}
