package io.github.reformer4j.kernel.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What is done to a row of some 64 numbers. Such rows are too short for the loops that the compiler turns into vectors: it
 * unrolls them until a row does not fill a single turn, and goes number by number.
 */
final class RowSteps {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

    private RowSteps() {}

    /** x = factor x. */
    static void scale(float[] x, int at, int count, float factor) {
        int end = at + SPECIES.loopBound(count);
        int i = at;
        for (; i < end; i += WIDTH) {
            FloatVector.fromArray(SPECIES, x, i).mul(factor).intoArray(x, i);
        }
        for (; i < at + count; i++) {
            x[i] *= factor;
        }
    }

    /** y += factor x. */
    static void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int count) {
        int end = SPECIES.loopBound(count);
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i < end; i += WIDTH) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .fma(factors, FloatVector.fromArray(SPECIES, y, yAt + i))
                    .intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] += factor * x[xAt + i];
        }
    }

    /** y += x. */
    static void add(float[] x, int xAt, float[] y, int yAt, int count) {
        int end = SPECIES.loopBound(count);
        int i = 0;
        for (; i < end; i += WIDTH) {
            FloatVector.fromArray(SPECIES, y, yAt + i)
                    .add(FloatVector.fromArray(SPECIES, x, xAt + i))
                    .intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    /** y = b y + a x. */
    static void mix(float a, float[] x, int xAt, float b, float[] y, int yAt, int count) {
        int end = SPECIES.loopBound(count);
        FloatVector factors = FloatVector.broadcast(SPECIES, a);
        int i = 0;
        for (; i < end; i += WIDTH) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .fma(factors, FloatVector.fromArray(SPECIES, y, yAt + i).mul(b))
                    .intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] = b * y[yAt + i] + a * x[xAt + i];
        }
    }
}
