package io.github.reformer4j.kernel.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * exp(x) = 2^n exp(r), n the whole number nearest to x / log 2, and exp(r) for |r| ≤ log(2) / 2 by the polynomial of
 * Cephes' {@code expf} (Moshier), whose relative error is about 1e-7. Below −87 the result is 0, so that what is masked
 * weighs nothing at all.
 */
final class Exponential {

    private static final float LEAST = -87.0f;
    private static final float LOG2_E = 1.44269504088896341f;
    /** Adding it leaves the whole number nearest to the summand in the low bits. */
    private static final float ROUNDS = 12582912.0f;

    /** log 2 in two parts, the first of few bits, so that n times it is exact. */
    private static final float LOG_2_HIGH = 0.693359375f;

    private static final float LOG_2_LOW = -2.12194440e-4f;
    private static final int MANTISSA_BITS = 23;

    private Exponential() {}

    /** exp of numbers up to 88. */
    static FloatVector of(FloatVector x) {
        FloatVector shifted = x.mul(LOG2_E).add(ROUNDS);
        FloatVector n = shifted.sub(ROUNDS);
        FloatVector r = x.sub(n.mul(LOG_2_HIGH)).sub(n.mul(LOG_2_LOW));
        FloatVector p = r.mul(1.9875691500E-4f).add(1.3981999507E-3f);
        p = p.fma(r, r.broadcast(8.3334519073E-3f));
        p = p.fma(r, r.broadcast(4.1665795894E-2f));
        p = p.fma(r, r.broadcast(1.6666665459E-1f));
        p = p.fma(r, r.broadcast(5.0000001201E-1f));
        p = p.fma(r.mul(r), r.add(1.0f));
        IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        FloatVector value = p.reinterpretAsInts().add(power).reinterpretAsFloats();
        return value.blend(0.0f, x.compare(VectorOperators.LT, LEAST));
    }
}
