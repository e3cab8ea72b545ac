package io.github.reformer4j.reference;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far an array is from an expected one, and where: the greatest difference beside the greatest expected magnitude. A
 * value that is no number is infinitely far away.
 */
record Deviation(String complaint, String where, double actual, double expected, double difference, double magnitude) {

    static Deviation of(INDArray array, NpyFile file) {
        long[] shape = file.shape();
        if (!Arrays.equals(array.shape(), shape)) {
            String complaint =
                    String.format("has shape %s, expected %s", Arrays.toString(array.shape()), Arrays.toString(shape));
            return new Deviation(complaint, "", 0, 0, Double.POSITIVE_INFINITY, 0);
        }
        return of(denseDoubles(array), file.floats(), shape);
    }

    boolean within(double tolerance) {
        return difference <= tolerance * magnitude;
    }

    String message(String name, double tolerance) {
        if (!complaint.isEmpty()) {
            return name + " " + complaint;
        }
        return String.format(
                "%s at %s is %.9g, expected %.9g: off by %.3g = %.3g of the greatest magnitude %.6g, allowed %.1e of it",
                name, where, actual, expected, difference, difference / magnitude, magnitude, tolerance);
    }

    private static Deviation of(double[] actual, float[] expected, long[] shape) {
        int worst = 0;
        double greatest = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = distance(actual[i], expected[i]);
            if (difference > greatest) {
                greatest = difference;
                worst = i;
            }
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        double at = expected.length == 0 ? 0 : actual[worst];
        double target = expected.length == 0 ? 0 : expected[worst];
        return new Deviation("", position(worst, shape), at, target, greatest, magnitude);
    }

    private static double distance(double actual, double expected) {
        double difference = Math.abs(actual - expected);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static double[] denseDoubles(INDArray array) {
        try (INDArray dense = array.dup('c')) {
            return dense.data().asDouble();
        }
    }

    private static String position(int index, long[] shape) {
        long[] position = new long[shape.length];
        long rest = index;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            position[axis] = rest % Math.max(1, shape[axis]);
            rest /= Math.max(1, shape[axis]);
        }
        return Arrays.toString(position);
    }
}
