package io.github.reformer4j.kernel.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sum of the lanes of a vector, half onto half until one is left. The API's own {@code reduceLanes} leaves the order of a
 * sum open, and takes another one once the compiler has been by: a training that is resumed would differ in the last bits.
 */
final class LaneSum {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();
    private static final VectorShuffle<Float> BY_8 = turn(8);
    private static final VectorShuffle<Float> BY_4 = turn(4);
    private static final VectorShuffle<Float> BY_2 = turn(2);
    private static final VectorShuffle<Float> BY_1 = turn(1);

    private LaneSum() {}

    private static VectorShuffle<Float> turn(int by) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % WIDTH);
    }

    static float of(FloatVector lanes) {
        FloatVector sums = lanes;
        if (WIDTH > 16) {
            return inOrder(lanes);
        }
        if (WIDTH > 8) {
            sums = sums.add(sums.rearrange(BY_8));
        }
        if (WIDTH > 4) {
            sums = sums.add(sums.rearrange(BY_4));
        }
        if (WIDTH > 2) {
            sums = sums.add(sums.rearrange(BY_2));
        }
        return sums.add(sums.rearrange(BY_1)).lane(0);
    }

    /** For vectors longer than any that processors have today. */
    private static float inOrder(FloatVector lanes) {
        float sum = 0.0f;
        for (float lane : lanes.toArray()) {
            sum += lane;
        }
        return sum;
    }
}
