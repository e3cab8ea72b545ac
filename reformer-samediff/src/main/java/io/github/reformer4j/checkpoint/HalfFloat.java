package io.github.reformer4j.checkpoint;

/** Numbers of 16 bits by IEEE 754, binary16: a sign, 5 bits of exponent, 10 of fraction. */
final class HalfFloat {

    private static final int FRACTION = 10;
    private static final int LARGEST_EXPONENT = 31;
    private static final int BIAS = 15;
    private static final float LEAST = 0x1p-24f;

    /** The least number that is rounded to infinity. */
    static final float OVERFLOW = 65520.0f;

    private HalfFloat() {}

    static float toFloat(short bits) {
        int exponent = bits >> FRACTION & LARGEST_EXPONENT;
        int fraction = bits & 0x3FF;
        float magnitude;
        if (exponent == LARGEST_EXPONENT) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * LEAST;
        } else {
            magnitude = Math.scalb(1.0f + fraction * 0x1p-10f, exponent - BIAS);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The nearest, ties to even; what is too large becomes infinite. */
    static short of(float value) {
        int sign = Float.floatToRawIntBits(value) < 0 ? 0x8000 : 0;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7E00);
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | 0x7C00);
        }
        int exponent = Math.max(Math.getExponent(magnitude), -14);
        int scaled = (int) Math.rint(Math.scalb((double) magnitude, FRACTION - exponent));
        // A fraction that rounds up to 2 carries into the exponent by itself; below 1 the number is subnormal.
        return (short) (sign | (scaled + ((exponent + BIAS - 1) << FRACTION)));
    }
}
