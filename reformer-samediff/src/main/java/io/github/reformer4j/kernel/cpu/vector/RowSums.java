package io.github.reformer4j.kernel.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Sums along a row of any length, always in the same order; what does not fill a vector is added at the end. */
final class RowSums {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

    /** Rows whose sums are taken side by side. */
    private static final int ROWS = 16;

    private RowSums() {}

    static float sum(float[] x, int at, int count) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int end = at + SPECIES.loopBound(count);
        int i = at;
        for (; i < end; i += WIDTH) {
            sums = sums.add(FloatVector.fromArray(SPECIES, x, i));
        }
        float sum = LaneSum.of(sums);
        for (; i < at + count; i++) {
            sum += x[i];
        }
        return sum;
    }

    static float squares(float[] x, int at, int count, float mean) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int end = at + SPECIES.loopBound(count);
        int i = at;
        for (; i < end; i += WIDTH) {
            FloatVector centred = FloatVector.fromArray(SPECIES, x, i).sub(mean);
            sums = centred.fma(centred, sums);
        }
        float sum = LaneSum.of(sums);
        for (; i < at + count; i++) {
            sum += (x[i] - mean) * (x[i] - mean);
        }
        return sum;
    }

    static float dot(float[] x, int xAt, float[] y, int yAt, int count) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int end = SPECIES.loopBound(count);
        int i = 0;
        for (; i < end; i += WIDTH) {
            sums = FloatVector.fromArray(SPECIES, x, xAt + i).fma(FloatVector.fromArray(SPECIES, y, yAt + i), sums);
        }
        float sum = LaneSum.of(sums);
        for (; i < count; i++) {
            sum += x[xAt + i] * y[yAt + i];
        }
        return sum;
    }

    /** Rows side by side: a sum of lanes waits for its vector to be in memory, and others need not wait with it. */
    static void dots(float[] x, float[] y, int at, int stride, int count, int rows, float[] dots) {
        float[] lanes = new float[ROWS * WIDTH];
        for (int first = 0; first < rows; first += ROWS) {
            int here = Math.min(ROWS, rows - first);
            for (int row = 0; row < here; row++) {
                int from = at + (first + row) * stride;
                products(x, y, from, from + SPECIES.loopBound(count)).intoArray(lanes, row * WIDTH);
            }
            for (int row = 0; row < here; row++) {
                int from = at + (first + row) * stride;
                float sum = LaneSum.of(lanes, row * WIDTH);
                for (int i = from + SPECIES.loopBound(count); i < from + count; i++) {
                    sum += x[i] * y[i];
                }
                dots[first + row] = sum;
            }
        }
    }

    private static FloatVector products(float[] x, float[] y, int from, int to) {
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += WIDTH) {
            sums = FloatVector.fromArray(SPECIES, x, i).fma(FloatVector.fromArray(SPECIES, y, i), sums);
        }
        return sums;
    }

    /** x = exp(x − greatest x); returns the sum. */
    static float softmax(float[] x, int at, int count) {
        float greatest = greatest(x, at, count);
        FloatVector sums = FloatVector.zero(SPECIES);
        int end = at + SPECIES.loopBound(count);
        int i = at;
        for (; i < end; i += WIDTH) {
            FloatVector value =
                    Exponential.of(FloatVector.fromArray(SPECIES, x, i).sub(greatest));
            value.intoArray(x, i);
            sums = sums.add(value);
        }
        float sum = LaneSum.of(sums);
        for (; i < at + count; i++) {
            x[i] = (float) Math.exp(x[i] - greatest);
            sum += x[i];
        }
        return sum;
    }

    private static float greatest(float[] x, int at, int count) {
        float greatest = x[at];
        FloatVector greatests = FloatVector.broadcast(SPECIES, greatest);
        int end = at + SPECIES.loopBound(count);
        int i = at;
        for (; i < end; i += WIDTH) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, i);
            greatests = greatests.blend(value, value.compare(VectorOperators.GT, greatests));
        }
        greatest = greatests.reduceLanes(VectorOperators.MAX);
        for (; i < at + count; i++) {
            greatest = Math.max(greatest, x[i]);
        }
        return greatest;
    }
}
