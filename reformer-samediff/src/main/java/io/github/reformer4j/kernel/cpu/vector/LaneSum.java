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
        return of(sums, 0);
    }

    /** Of the lanes that stand from {@code at} on. */
    static float of(float[] x, int at) {
        if (WIDTH == 16) {
            return eight(
                    x[at] + x[at + 8],
                    x[at + 1] + x[at + 9],
                    x[at + 2] + x[at + 10],
                    x[at + 3] + x[at + 11],
                    x[at + 4] + x[at + 12],
                    x[at + 5] + x[at + 13],
                    x[at + 6] + x[at + 14],
                    x[at + 7] + x[at + 15]);
        }
        if (WIDTH == 8) {
            return eight(x[at], x[at + 1], x[at + 2], x[at + 3], x[at + 4], x[at + 5], x[at + 6], x[at + 7]);
        }
        return halves(x, at);
    }

    private static float eight(float a, float b, float c, float d, float e, float f, float g, float h) {
        return ((a + e) + (c + g)) + ((b + f) + (d + h));
    }

    private static float halves(float[] x, int at) {
        float[] sums = java.util.Arrays.copyOfRange(x, at, at + WIDTH);
        for (int half = WIDTH / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                sums[i] += sums[i + half];
            }
        }
        return sums[0];
    }
}
