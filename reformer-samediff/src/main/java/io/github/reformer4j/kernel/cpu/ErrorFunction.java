package io.github.reformer4j.kernel.cpu;

/** The error function, by 2/√π exp(−x²) Σ 2^k x^(2k+1) / (2k+1)!!, whose terms all have one sign, so that none cancel. */
public final class ErrorFunction {

    /** Beyond it erf is ±1 to the last bit. */
    private static final double SATURATES = 6.0;

    private ErrorFunction() {}

    /** erf(x); of what is not a number, that. */
    public static double of(double x) {
        if (!(Math.abs(x) <= SATURATES)) { // not a number either: its sum would never come to an end
            return Math.signum(x);
        }
        double sum = 0.0;
        double term = x;
        for (int odd = 3; sum + term != sum; odd += 2) {
            sum += term;
            term *= 2.0 * x * x / odd;
        }
        return 2.0 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
