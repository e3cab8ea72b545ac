// Hash vectors
//
// Attention need not compare every position with every other if vectors that point the same way are found at once.
// Locality sensitive hashing does that: turn all vectors by one random matrix R and take the direction that each is
// nearest to, `argmax([xR ; -xR])`. Its number is the vector's bucket (section 2 of the paper).

import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.kernel.provider.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

// Sixteen unit vectors, one every 22.5 degrees: [b, n, d] = [1, 16, 2].

float[][][] circle = new float[1][16][2];
for (int i = 0; i < 16; i++) {
    double angle = 2 * Math.PI * i / 16;
    circle[0][i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
}
INDArray vectors = Nd4j.createFromArray(circle);

// Rotations are numbers from a normal distribution, [h, d, r, m / 2]: one head, r rounds, m = 8 buckets. They are
// drawn from a key, so that the same key gives the same buckets. What comes back is one bucket for each position in
// each round.

int rounds = 1000;
INDArray rotations = Initializer.normal(1.0).create(DataType.FLOAT, 7, 1, 2, rounds, 4);
int[] buckets = Kernels.current().attention(DataType.FLOAT).buckets(vectors, rotations, 8);

// The first round. Neighbours on the circle share a bucket more often than not.

for (int i = 0; i < 16; i++) {
    System.out.printf("%5.1f degrees: bucket %d%n", i * 22.5, buckets[i]);
}

// All rounds together: how often does a vector share the bucket of the first one? The wider the angle, the more
// rarely, and opposite vectors never. One round may miss a neighbour; of several rounds hardly all do. That is why
// there are rounds.

for (int i = 0; i <= 8; i++) {
    int together = 0;
    for (int round = 0; round < rounds; round++) {
        together += buckets[round * 16 + i] == buckets[round * 16] ? 1 : 0;
    }
    System.out.printf("%5.1f degrees apart: %5.1f %% of the rounds %s%n",
            i * 22.5, 100.0 * together / rounds, "#".repeat(40 * together / rounds));
}
