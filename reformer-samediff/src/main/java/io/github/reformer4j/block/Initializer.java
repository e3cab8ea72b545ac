package io.github.reformer4j.block;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.CounterRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a parameter starts: normal with a standard deviation around a mean; a deviation of 0 is a constant.
 *
 * @param mean the mean, or the constant
 * @param deviation the standard deviation, 0 or more
 */
public record Initializer(double mean, double deviation) {

    /** Biases. */
    public static final Initializer ZEROS = new Initializer(0.0, 0.0);

    /** Gains of a layer norm. */
    public static final Initializer ONES = new Initializer(1.0, 0.0);

    public Initializer {
        require(deviation >= 0.0, "the standard deviation of an initializer must not be negative, got %s", deviation);
    }

    /** Normal around 0. */
    public static Initializer normal(double deviation) {
        return new Initializer(0.0, deviation);
    }

    /** A new array; the same key gives the same numbers for every data type (rounded) and on every backend. */
    public INDArray create(DataType type, long key, long... shape) {
        if (deviation == 0.0) {
            return Nd4j.valueArrayOf(shape, mean, type);
        }
        INDArray drawn = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
        double[] values = new double[Math.toIntExact(drawn.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = mean + deviation * CounterRandom.gaussian(key, i);
        }
        drawn.data().setData(values);
        if (type == DataType.DOUBLE) {
            return drawn;
        }
        INDArray cast = drawn.castTo(type);
        drawn.close();
        return cast;
    }
}
