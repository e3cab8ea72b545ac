package io.github.reformer4j.check;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Argument checks whose messages name the thing, the value received and the remedy. A caller's mistake is an
 * {@link IllegalArgumentException}, ours an {@link IllegalStateException}.
 */
public final class Check {

    private Check() {}

    /** Throws an {@link IllegalArgumentException} with the formatted message unless {@code holds}. */
    @FormatMethod
    public static void require(boolean holds, @FormatString String message, Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(message, arguments));
        }
    }

    /** Throws an {@link IllegalStateException} with the formatted message unless {@code holds}. */
    @FormatMethod
    public static void requireState(boolean holds, @FormatString String message, Object... arguments) {
        if (!holds) {
            throw new IllegalStateException(String.format(message, arguments));
        }
    }

    /** Throws unless the array has exactly this shape; −1 in {@code expected} stands for any size. */
    public static void requireShape(String name, INDArray array, long... expected) {
        long[] actual = array.shape();
        boolean equal = actual.length == expected.length;
        for (int axis = 0; equal && axis < expected.length; axis++) {
            equal = expected[axis] < 0 || expected[axis] == actual[axis];
        }
        require(
                equal,
                "%s must have shape %s (-1: any size), got %s",
                name,
                Arrays.toString(expected),
                Arrays.toString(actual));
    }

    /** The shape of an array as it stands in messages: {@code [2, 64, 16]}. */
    public static String shapeOf(INDArray array) {
        return Arrays.toString(array.shape());
    }
}
