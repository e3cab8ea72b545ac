package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.block.Gradients;
import io.github.reformer4j.block.ParameterSpec;
import io.github.reformer4j.block.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Every optimiser against a plain loop in double: within 1e-12 in double, 1e-6 in float. */
class OptimizerTest {

    private static final int STEPS = 5;

    /** Weights, gradients and memory of one parameter as plain arrays; one step. */
    interface Plain {
        void step(String name, double[] w, double[] g, Map<String, double[]> memory, double rate, int t, int columns);
    }

    static double[] memory(Map<String, double[]> memory, String name, int length) {
        return memory.computeIfAbsent(name, key -> new double[length]);
    }

    private static final Plain ADAM = (name, w, g, memory, rate, t, columns) -> {
        double[] m = memory(memory, "m", w.length);
        double[] v = memory(memory, "v", w.length);
        for (int i = 0; i < w.length; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.98 * v[i] + 0.02 * g[i] * g[i];
            double corrected = rate * Math.sqrt(1 - Math.pow(0.98, t)) / (1 - Math.pow(0.9, t));
            w[i] -= corrected * m[i] / (Math.sqrt(v[i]) + 1e-3);
        }
    };

    private static final Plain ADAM_W = (name, w, g, memory, rate, t, columns) -> {
        double[] m = memory(memory, "m", w.length);
        double[] v = memory(memory, "v", w.length);
        for (int i = 0; i < w.length; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.98 * v[i] + 0.02 * g[i] * g[i];
            double decay = name.equals("dense.weight") ? 0.1 : 0.0;
            double mHat = m[i] / (1 - Math.pow(0.9, t));
            double vHat = v[i] / (1 - Math.pow(0.98, t));
            w[i] = w[i] - rate * decay * w[i] - rate * mHat / (Math.sqrt(vHat) + 1e-3);
        }
    };

    private static Plain adafactor(boolean relative, double momentum) {
        return (name, w, g, memory, rate, t, columns) -> {
            int rows = w.length / columns;
            double beta2 = 1 - Math.pow(t, -0.8);
            double[] u = new double[w.length];
            if (name.endsWith("bias")) {
                double[] v = memory(memory, "v", w.length);
                for (int i = 0; i < w.length; i++) {
                    v[i] = beta2 * v[i] + (1 - beta2) * (g[i] * g[i] + 1e-30);
                    u[i] = g[i] / Math.sqrt(v[i]);
                }
            } else {
                double[] r = memory(memory, "r", rows);
                double[] c = memory(memory, "c", columns);
                double total = 0;
                for (int i = 0; i < rows; i++) {
                    double sum = 0;
                    for (int j = 0; j < columns; j++) {
                        sum += g[i * columns + j] * g[i * columns + j] + 1e-30;
                    }
                    r[i] = beta2 * r[i] + (1 - beta2) * sum;
                    total += r[i];
                }
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int i = 0; i < rows; i++) {
                        sum += g[i * columns + j] * g[i * columns + j] + 1e-30;
                    }
                    c[j] = beta2 * c[j] + (1 - beta2) * sum;
                }
                for (int i = 0; i < w.length; i++) {
                    u[i] = g[i] / Math.sqrt(r[i / columns] * c[i % columns] / total);
                }
            }
            double rho = relative ? Math.min(1e-2, 1 / Math.sqrt(t)) : rate;
            double alpha = Math.max(1e-3, rms(w)) * rho;
            double clip = Math.max(1.0, rms(u));
            double[] m = memory(memory, "m", w.length);
            for (int i = 0; i < w.length; i++) {
                m[i] = momentum * m[i] + (1 - momentum) * alpha * u[i] / clip;
                w[i] -= m[i];
            }
        };
    }

    private static double rms(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum / values.length);
    }

    private static void requireEqual(OptimizerConfig config, Plain plain, DataType type, long seed, double tolerance) {
        Weights weights = Sample.weights(type, seed);
        Map<String, Map<String, double[]>> memories = new HashMap<>();
        Map<String, double[]> expected = new LinkedHashMap<>();
        weights.all().forEach((name, weight) -> expected.put(name, weight.data().asDouble()));
        try (Optimizer optimizer = config.create(weights);
                Gradients gradients = Gradients.of(weights)) {
            for (int t = 1; t <= STEPS; t++) {
                Sample.fill(gradients, type, seed + t);
                for (ParameterSpec spec : Sample.SPECS) {
                    plain.step(
                            spec.name(),
                            expected.getOrDefault(spec.name(), new double[0]),
                            gradients.sum(spec.name()).data().asDouble(),
                            memories.computeIfAbsent(spec.name(), key -> new HashMap<>()),
                            0.1 / t,
                            t,
                            Math.toIntExact(spec.shape().get(spec.shape().size() - 1)));
                }
                optimizer.step(weights, gradients, 0.1 / t, t - 1);
            }
            expected.forEach(
                    (name, values) -> assertThat(weights.get(name).data().asDouble())
                            .as(name)
                            .containsExactly(values, within(tolerance)));
        } finally {
            weights.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void adamIsTheFormula(long seed) {
        requireEqual(OptimizerConfig.adam(0.9, 0.98, 1e-3), ADAM, DataType.DOUBLE, seed, 1e-12);
        requireEqual(OptimizerConfig.adam(0.9, 0.98, 1e-3), ADAM, DataType.FLOAT, seed, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void adamWIsTheFormula(long seed) {
        OptimizerConfig config = new OptimizerConfig.DecoupledAdam(0.9, 0.98, 1e-3, 0.1);
        requireEqual(config, ADAM_W, DataType.DOUBLE, seed, 1e-12);
        requireEqual(config, ADAM_W, DataType.FLOAT, seed, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void adafactorIsTheFormula(long seed) {
        OptimizerConfig.Factored config = OptimizerConfig.Factored.DEFAULT;
        requireEqual(config, adafactor(true, 0.0), DataType.DOUBLE, seed, 1e-12);
        requireEqual(config, adafactor(true, 0.0), DataType.FLOAT, seed, 1e-6);
        requireEqual(config.withRelativeStep(false), adafactor(false, 0.0), DataType.DOUBLE, seed, 1e-12);
        requireEqual(config.withMomentum(0.9), adafactor(true, 0.9), DataType.DOUBLE, seed, 1e-12);
    }

    @Test
    void anUpdaterWithoutStateIsTheFormula() {
        requireEqual(
                new OptimizerConfig.Updater(new Sgd(17.0)),
                (name, w, g, memory, rate, t, columns) -> {
                    for (int i = 0; i < w.length; i++) {
                        w[i] -= rate * g[i];
                    }
                },
                DataType.DOUBLE,
                1,
                1e-12);
    }

    static Stream<OptimizerConfig> all() {
        return Stream.concat(
                Stream.of(
                                new Sgd(),
                                new Nesterovs(),
                                new RmsProp(),
                                new AdaDelta(),
                                new AMSGrad(),
                                new Nadam(),
                                new NoOp())
                        .map(OptimizerConfig.Updater::new),
                Stream.of(
                        OptimizerConfig.adam(0.9, 0.999, 1e-8),
                        OptimizerConfig.DecoupledAdam.DEFAULT,
                        OptimizerConfig.Factored.DEFAULT.withMomentum(0.5)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRestoredOptimizerGoesOnBitForBit(OptimizerConfig config) {
        Weights weights = Sample.weights(DataType.FLOAT, 5);
        try (Optimizer optimizer = config.create(weights);
                Gradients gradients = Gradients.of(weights)) {
            step(optimizer, weights, gradients, 0);
            step(optimizer, weights, gradients, 1);
            Weights copies = copy(weights);
            try (Optimizer restored = config.create(copies);
                    Gradients others = Gradients.of(copies)) {
                restored.restore(optimizer.state());
                step(optimizer, weights, gradients, 2);
                step(restored, copies, others, 2);
                weights.all().forEach((name, weight) -> requireSameBits(copies.get(name), weight));
                optimizer
                        .state()
                        .forEach((name, array) ->
                                requireSameBits(restored.state().get(name), array));
            } finally {
                copies.close();
            }
        } finally {
            weights.close();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void twoOptimizersOfOneConfigurationShareNothing(OptimizerConfig config) {
        Weights weights = Sample.weights(DataType.FLOAT, 5);
        Weights copies = copy(weights);
        try (Optimizer first = config.create(weights);
                Optimizer second = config.create(copies);
                Gradients gradients = Gradients.of(weights)) {
            step(first, weights, gradients, 0);
            step(first, weights, gradients, 1);
            step(second, copies, gradients, 0);
            step(second, copies, gradients, 1);
            weights.all().forEach((name, weight) -> requireSameBits(copies.get(name), weight));
        } finally {
            weights.close();
            copies.close();
        }
    }

    private static void step(Optimizer optimizer, Weights weights, Gradients gradients, int iteration) {
        Sample.fill(gradients, DataType.FLOAT, 100 + iteration);
        optimizer.step(weights, gradients, 0.01, iteration);
    }

    private static void requireSameBits(@Nullable INDArray actual, INDArray expected) {
        assertThat(actual).isNotNull();
        assertThat(actual.data().asFloat()).containsExactly(expected.data().asFloat());
    }

    private static Weights copy(Weights weights) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        weights.all().forEach((name, weight) -> copies.put(name, weight.dup('c')));
        return Weights.of(copies);
    }

    @Test
    void aForeignStateIsRefusedInASentence() {
        Weights weights = Sample.weights(DataType.FLOAT, 5);
        try (Optimizer adam = OptimizerConfig.adam(0.9, 0.999, 1e-8).create(weights);
                Optimizer factored = OptimizerConfig.Factored.DEFAULT.create(weights)) {
            assertThatThrownBy(() -> adam.restore(factored.state()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the saved state belongs to another optimiser or model: expected "
                            + "[dense.weight, dense.bias, embeddings.word.weight], got [dense.weight.rows, ");
        } finally {
            weights.close();
        }
    }

    @Test
    void badConstantsAreRefusedInASentence() {
        assertThatThrownBy(() -> OptimizerConfig.adam(1.0, 0.9, 1e-8)).hasMessage("beta1 must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> OptimizerConfig.adam(0.9, -0.1, 1e-8)).hasMessage("beta2 must be in [0, 1), got -0.1");
        assertThatThrownBy(() -> OptimizerConfig.adam(0.9, 0.9, 0.0)).hasMessage("epsilon must be positive, got 0.0");
        assertThatThrownBy(() -> new OptimizerConfig.DecoupledAdam(0.9, 0.9, 1e-8, 1.0))
                .hasMessage("decay must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new OptimizerConfig.Factored(true, true, 1.5, 1.0, 1e-30, 1e-3, 0.0))
                .hasMessage("decayExponent must be in (0, 1], got 1.5");
        assertThatThrownBy(() -> new OptimizerConfig.Factored(true, true, 0.8, 0.0, 1e-30, 1e-3, 0.0))
                .hasMessage("clip must be positive, got 0.0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void clippingScalesAllGradientsToTheNorm(long seed) {
        Weights weights = Sample.weights(DataType.DOUBLE, seed);
        try (Gradients gradients = Gradients.of(weights)) {
            Sample.fill(gradients, DataType.DOUBLE, seed);
            double expected = 0;
            for (INDArray gradient : gradients.all().values()) {
                for (double value : gradient.data().asDouble()) {
                    expected += value * value;
                }
            }
            double norm = GradientNorm.of(gradients);
            assertThat(norm).isCloseTo(Math.sqrt(expected), within(1e-12));

            GradientNorm.clip(gradients, norm, 0.0);
            GradientNorm.clip(gradients, norm, 2 * norm);
            assertThat(GradientNorm.of(gradients)).isEqualTo(norm);
            GradientNorm.clip(gradients, norm, 0.25);
            assertThat(GradientNorm.of(gradients)).isCloseTo(0.25, within(1e-12));
        } finally {
            weights.close();
        }
    }
}
