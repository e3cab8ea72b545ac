package io.github.reformer4j.kernel.cpu.vector;

import io.github.reformer4j.kernel.ActivationFunction;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.cpu.Lanes;
import io.github.reformer4j.kernel.cpu.Matrix;
import io.github.reformer4j.kernel.cpu.Visibility;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Lanes} by the Vector API, an incubator module: {@code --add-modules jdk.incubator.vector}. */
public final class VectorLanes implements Lanes {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

    @Override
    public String name() {
        return "Vector API, " + SPECIES.vectorBitSize() + " bits";
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, boolean add) {
        Products.multiply(a, b, c, rows, columns, inner, add);
    }

    @Override
    public void mask(
            float[] scores, int offset, int keys, int columns, float[] queries, Visibility visibility, float[] max) {
        float[] limits = visibility.limits();
        float[] same = visibility.same();
        float[] masked = visibility.masked();
        for (int column = 0; column < columns; column += WIDTH) {
            FloatVector query = FloatVector.fromArray(SPECIES, queries, column);
            FloatVector greatest = FloatVector.fromArray(SPECIES, max, column);
            int at = offset + column;
            for (int key = 0; key < keys; key++) {
                FloatVector score = FloatVector.fromArray(SPECIES, scores, at);
                score = score.blend(masked[key], query.compare(VectorOperators.LT, limits[key]));
                score = score.blend((float) ScoreRule.SELF, query.compare(VectorOperators.EQ, same[key]));
                score.intoArray(scores, at);
                greatest = greatest.blend(score, score.compare(VectorOperators.GT, greatest));
                at += columns;
            }
            greatest.intoArray(max, column);
        }
    }

    @Override
    public void exponentials(float[] scores, int keys, int columns, float[] max, float[] sum) {
        for (int column = 0; column < columns; column += WIDTH) {
            FloatVector greatest = FloatVector.fromArray(SPECIES, max, column);
            FloatVector total = FloatVector.fromArray(SPECIES, sum, column);
            int at = column;
            for (int key = 0; key < keys; key++) {
                FloatVector value = Exponential.of(
                        FloatVector.fromArray(SPECIES, scores, at).sub(greatest));
                value.intoArray(scores, at);
                total = total.add(value);
                at += columns;
            }
            total.intoArray(sum, column);
        }
    }

    @Override
    public void softmax(float[] scores, int keys, int columns, float[] max, float[] factor) {
        for (int column = 0; column < columns; column += WIDTH) {
            FloatVector greatest = FloatVector.fromArray(SPECIES, max, column);
            FloatVector share = FloatVector.fromArray(SPECIES, factor, column);
            int at = column;
            for (int key = 0; key < keys; key++) {
                FloatVector value = Exponential.of(
                        FloatVector.fromArray(SPECIES, scores, at).sub(greatest));
                value.mul(share).intoArray(scores, at);
                at += columns;
            }
        }
    }

    @Override
    public void slopes(
            float[] slopes,
            float[] weights,
            int offset,
            int keys,
            int columns,
            float[] queries,
            Visibility visibility,
            float[] along) {
        float[] limits = visibility.limits();
        float[] same = visibility.same();
        for (int column = 0; column < columns; column += WIDTH) {
            FloatVector query = FloatVector.fromArray(SPECIES, queries, column);
            FloatVector mean = FloatVector.fromArray(SPECIES, along, column);
            int at = offset + column;
            for (int key = 0; key < keys; key++) {
                FloatVector slope = FloatVector.fromArray(SPECIES, slopes, at)
                        .sub(mean)
                        .mul(FloatVector.fromArray(SPECIES, weights, at));
                slope = slope.blend(0.0f, query.compare(VectorOperators.LT, limits[key]));
                slope = slope.blend(0.0f, query.compare(VectorOperators.EQ, same[key]));
                slope.intoArray(slopes, at);
                at += columns;
            }
        }
    }

    @Override
    public void exp(float[] x, int count) {
        for (int i = 0; i < count; i += WIDTH) {
            Exponential.of(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
        }
    }

    @Override
    public void extremes(float[] x, int offset, int rows, int columns, Extremes into) {
        for (int column = 0; column < columns; column += WIDTH) {
            FloatVector greatest = FloatVector.fromArray(SPECIES, x, offset + column);
            FloatVector least = greatest;
            FloatVector greatestRow = FloatVector.zero(SPECIES);
            FloatVector leastRow = greatestRow;
            for (int row = 1; row < rows; row++) {
                FloatVector value = FloatVector.fromArray(SPECIES, x, offset + row * columns + column);
                VectorMask<Float> above = value.compare(VectorOperators.GT, greatest);
                VectorMask<Float> below = value.compare(VectorOperators.LT, least);
                greatest = greatest.blend(value, above);
                greatestRow = greatestRow.blend(row, above);
                least = least.blend(value, below);
                leastRow = leastRow.blend(row, below);
            }
            greatest.intoArray(into.greatest(), column);
            greatestRow.intoArray(into.greatestRow(), column);
            least.intoArray(into.least(), column);
            leastRow.intoArray(into.leastRow(), column);
        }
    }

    @Override
    public float sum(float[] x, int at, int count) {
        return RowSums.sum(x, at, count);
    }

    @Override
    public float squares(float[] x, int at, int count, float mean) {
        return RowSums.squares(x, at, count, mean);
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int count) {
        return RowSums.dot(x, xAt, y, yAt, count);
    }

    @Override
    public void addScaled(float scale, float[] x, int xAt, float[] y, int yAt, int count) {
        RowSteps.addScaled(scale, x, xAt, y, yAt, count);
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int count) {
        RowSteps.add(x, xAt, y, yAt, count);
    }

    @Override
    public void scale(float[] x, int at, int count, float factor) {
        RowSteps.scale(x, at, count, factor);
    }

    @Override
    public void mix(float a, float[] x, int xAt, float b, float[] y, int yAt, int count) {
        RowSteps.mix(a, x, xAt, b, y, yAt, count);
    }

    @Override
    public void dots(float[] x, float[] y, int at, int stride, int count, int rows, float[] dots) {
        RowSums.dots(x, y, at, stride, count, rows, dots);
    }

    @Override
    public float softmaxRow(float[] x, int at, int count) {
        return RowSums.softmax(x, at, count);
    }

    @Override
    public void activate(ActivationFunction function, float[] x, float[] active, int count) {
        VectorActivations.activate(function, x, active, count);
    }

    @Override
    public void activateWithSlope(ActivationFunction function, float[] x, float[] active, int count) {
        VectorActivations.activateWithSlope(function, x, active, count);
    }
}
