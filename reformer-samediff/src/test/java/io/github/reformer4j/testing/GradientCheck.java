package io.github.reformer4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Block;
import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.Initializer;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Pass;
import io.github.reformer4j.block.Step;
import io.github.reformer4j.block.Weights;
import io.github.reformer4j.kernel.CounterRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients against central differences, in double. The loss of a block is a sum of its output with random weights; every
 * array is moved along one random direction, which all of its elements take part in, and at single elements.
 */
public final class GradientCheck {

    private static final double EPSILON = 1e-5;

    /** Of the greatest gradient of the array, or of 1 where that is less. */
    private static final double TOLERANCE = 1e-6;

    private static final int ELEMENTS = 3;

    private GradientCheck() {}

    /** Gaussian numbers by seed. */
    public static INDArray random(long seed, long... shape) {
        return Initializer.normal(1.0).create(DataType.DOUBLE, seed, shape);
    }

    /** Weights of the size of 1/2, biases too, so that nothing stays in the linear neighbourhood of 0. */
    public static Weights weights(List<ParameterSpec> specs, long seed) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            INDArray noise = random(CounterRandom.derive(seed, spec.name()), spec.sizes());
            arrays.put(spec.name(), noise.muli(0.5).addi(spec.initializer().mean()));
        }
        return Weights.of(arrays);
    }

    /** Checks every gradient of a block, that nothing is changed, and that gradients add up. */
    public static void check(Block block, INDArray x, Step step, long seed) {
        Weights weights = weights(block.parameters(), seed);
        Map<String, INDArray> before = new LinkedHashMap<>();
        weights.all().forEach((name, array) -> before.put(name, array.dup()));
        INDArray input = x.dup();
        INDArray output = block.forward(x, weights, step);
        INDArray slope = random(CounterRandom.derive(seed, "slope"), output.shape());
        try (Gradients gradients = Gradients.of(weights)) {
            INDArray dx = backward(block, x, weights, step, slope, gradients);
            assertThat(x).as("the input is not changed").isEqualTo(input);
            assertThat(weights.all()).as("weights are not changed").isEqualTo(before);
            assertThat(gradients.all().keySet()).isEqualTo(weights.all().keySet());
            DoubleSupplier loss = () -> loss(block, x, weights, step, slope);
            check("input", x, dx, loss, seed);
            gradients.all().forEach((name, gradient) -> check(name, weights.get(name), gradient, loss, seed));
            checkSums(block, x, weights, step, slope, gradients);
        }
    }

    private static INDArray backward(
            Block block, INDArray x, Weights weights, Step step, INDArray slope, Gradients gradients) {
        INDArray given = slope.dup();
        try (Pass pass = block.record(x, weights, step)) {
            INDArray dx = pass.backward(given, gradients);
            assertThat(given).as("the gradient of the output is not changed").isEqualTo(slope);
            assertThat(dx.shape()).isEqualTo(x.shape());
            return dx;
        }
    }

    private static double loss(Block block, INDArray x, Weights weights, Step step, INDArray slope) {
        try (INDArray y = block.forward(x, weights, step)) {
            return y.muli(slope).sumNumber().doubleValue();
        }
    }

    private static void checkSums(
            Block block, INDArray x, Weights weights, Step step, INDArray slope, Gradients gradients) {
        Map<String, INDArray> once = new LinkedHashMap<>();
        gradients.all().forEach((name, sum) -> once.put(name, sum.dup()));
        backward(block, x, weights, step, slope, gradients);
        once.forEach((name, sum) -> assertClose("twice " + name, gradients.sum(name), sum.mul(2.0), 1e-12));
    }

    /** Fails unless the gradient of an array agrees with differences of a loss that reads it. */
    public static void check(String name, INDArray array, INDArray gradient, DoubleSupplier loss, long seed) {
        checkAlongDirection(name, array, gradient, loss, seed);
        long key = CounterRandom.derive(seed, name);
        for (int i = 0; i < ELEMENTS; i++) {
            long element = (long) (CounterRandom.uniform(key, i) * array.length());
            INDArray unit = array.like();
            unit.putScalar(element, 1.0);
            assertThat(gradient.getDouble(element))
                    .as("gradient of %s at %d", name, element)
                    .isCloseTo(difference(array, unit, loss), within(allowed(gradient)));
        }
    }

    /** The same along one random direction alone, which takes two losses and not many. */
    public static void checkAlongDirection(
            String name, INDArray array, INDArray gradient, DoubleSupplier loss, long seed) {
        INDArray direction = random(CounterRandom.derive(seed, name), array.shape());
        double along = direction.mul(gradient).sumNumber().doubleValue();
        assertThat(along)
                .as("gradient of %s along a direction", name)
                .isCloseTo(
                        difference(array, direction, loss),
                        within(allowed(gradient) * Math.sqrt((double) array.length())));
    }

    private static double allowed(INDArray gradient) {
        return TOLERANCE * Math.max(1.0, gradient.amaxNumber().doubleValue());
    }

    private static double difference(INDArray array, INDArray direction, DoubleSupplier loss) {
        INDArray before = array.dup();
        array.addi(direction.mul(EPSILON));
        double above = loss.getAsDouble();
        array.assign(before).subi(direction.mul(EPSILON));
        double below = loss.getAsDouble();
        array.assign(before);
        return (above - below) / (2 * EPSILON);
    }

    /** Fails unless |a − b| ≤ tolerance · max(1, max |b|) everywhere. */
    public static void assertClose(String name, INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).as("shape of %s", name).isEqualTo(expected.shape());
        INDArray wide = expected.castTo(DataType.DOUBLE);
        double difference =
                actual.castTo(DataType.DOUBLE).sub(wide).amaxNumber().doubleValue();
        assertThat(difference)
                .as("greatest difference of %s", name)
                .isLessThanOrEqualTo(tolerance * Math.max(1.0, wide.amaxNumber().doubleValue()));
    }
}
