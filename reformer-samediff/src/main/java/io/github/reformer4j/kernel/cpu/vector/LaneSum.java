package io.github.reformer4j.kernel.cpu.vector;

import jdk.incubator.vector.FloatVector;

/**
 * The sum of the lanes of a vector, half onto half until one is left. The API's own {@code reduceLanes} leaves the order of a
 * sum open, and takes another one once the compiler has been by: a training that is resumed would differ in the last bits.
 */
final class LaneSum {

    private static final int WIDTH = FloatVector.SPECIES_PREFERRED.length();

    private LaneSum() {}

    /** By way of memory, which costs less than turning a vector three or four times. */
    static float of(FloatVector lanes) {
        float[] sums = new float[WIDTH];
        lanes.intoArray(sums, 0);
        for (int half = WIDTH / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                sums[i] += sums[i + half];
            }
        }
        return sums[0];
    }
}
