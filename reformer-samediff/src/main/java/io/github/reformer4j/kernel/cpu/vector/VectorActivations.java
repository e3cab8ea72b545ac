package io.github.reformer4j.kernel.cpu.vector;

import io.github.reformer4j.kernel.ActivationFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations and their derivatives. tanh u is 1 − 2 / (1 + exp 2u); erf is formula 7.1.26 of Abramowitz and Stegun, whose
 * error is below 1.5e-7.
 */
final class VectorActivations {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();
    private static final float HALF_ROOT = (float) Math.sqrt(0.5);
    private static final float DENSITY_AT_0 = (float) (1.0 / Math.sqrt(2.0 * Math.PI));
    private static final float TANH_SCALE = (float) Math.sqrt(2.0 / Math.PI);
    private static final float TANH_CUBE = 0.044715f;

    /** exp of twice this is far from overflow, and tanh of it is 1. */
    private static final float TANH_SATURATES = 20.0f;

    private VectorActivations() {}

    static void activate(ActivationFunction function, float[] x, float[] active, int count) {
        switch (function) {
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    active[i] = Math.max(0.0f, x[i]);
                }
            }
            case GELU -> {
                for (int i = 0; i < count; i += WIDTH) {
                    FloatVector v = FloatVector.fromArray(SPECIES, x, i);
                    distribution(v, gauss(v)).mul(v).intoArray(active, i);
                }
            }
            case GELU_TANH -> {
                for (int i = 0; i < count; i += WIDTH) {
                    FloatVector v = FloatVector.fromArray(SPECIES, x, i);
                    tanh(v).add(1.0f).mul(v).mul(0.5f).intoArray(active, i);
                }
            }
        }
    }

    static void activateWithSlope(ActivationFunction function, float[] x, float[] active, int count) {
        switch (function) {
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    active[i] = Math.max(0.0f, x[i]);
                    x[i] = x[i] > 0.0f ? 1.0f : 0.0f;
                }
            }
            case GELU -> {
                for (int i = 0; i < count; i += WIDTH) {
                    FloatVector v = FloatVector.fromArray(SPECIES, x, i);
                    FloatVector gauss = gauss(v);
                    FloatVector distribution = distribution(v, gauss);
                    distribution.mul(v).intoArray(active, i);
                    gauss.mul(DENSITY_AT_0).fma(v, distribution).intoArray(x, i);
                }
            }
            case GELU_TANH -> {
                for (int i = 0; i < count; i += WIDTH) {
                    FloatVector v = FloatVector.fromArray(SPECIES, x, i);
                    FloatVector t = tanh(v);
                    FloatVector share = t.add(1.0f).mul(0.5f); // (1 + t) / 2
                    share.mul(v).intoArray(active, i);
                    FloatVector inner =
                            v.mul(v).mul(3.0f * TANH_CUBE * TANH_SCALE).add(TANH_SCALE);
                    FloatVector falls = t.mul(t).neg().add(1.0f).mul(v).mul(0.5f); // x (1 − t²) / 2
                    falls.fma(inner, share).intoArray(x, i);
                }
            }
        }
    }

    /** exp(−x² / 2). */
    private static FloatVector gauss(FloatVector x) {
        return Exponential.of(x.mul(x).mul(-0.5f));
    }

    /** Φ(x) from {@link #gauss}. */
    private static FloatVector distribution(FloatVector x, FloatVector gauss) {
        FloatVector z = x.abs().mul(HALF_ROOT);
        FloatVector t =
                FloatVector.broadcast(SPECIES, 1.0f).div(z.mul(0.3275911f).add(1.0f));
        FloatVector p = t.mul(1.061405429f).add(-1.453152027f);
        p = p.fma(t, t.broadcast(1.421413741f));
        p = p.fma(t, t.broadcast(-0.284496736f));
        p = p.fma(t, t.broadcast(0.254829592f));
        FloatVector tail = p.mul(t).mul(gauss).mul(0.5f); // 1 − Φ(|x|)
        VectorMask<Float> negative = x.compare(VectorOperators.LT, 0.0f);
        return tail.neg().add(1.0f).blend(tail, negative);
    }

    /** tanh(√(2/π) (x + 0.044715 x³)). */
    private static FloatVector tanh(FloatVector x) {
        FloatVector u = x.mul(x).mul(TANH_CUBE).add(1.0f).mul(x).mul(TANH_SCALE);
        u = u.blend(TANH_SATURATES, u.compare(VectorOperators.GT, TANH_SATURATES));
        FloatVector power = Exponential.of(u.add(u)).add(1.0f); // 1 + exp 2u
        return FloatVector.broadcast(SPECIES, -2.0f).div(power).add(1.0f);
    }
}
