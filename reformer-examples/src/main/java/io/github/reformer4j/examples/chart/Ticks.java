package io.github.reformer4j.examples.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Where numbers stand on an axis, and what its ticks say. */
enum Ticks {
    /** Equal differences are equally far. */
    EVEN,
    /** Equal ratios are equally far; ticks are powers of two. */
    DOUBLING;

    private static final double LOG_2 = Math.log(2.0);
    private static final String BLANK = " "; // an empty name is refused by Java2D
    private static final MathContext TWO_DIGITS = new MathContext(2);

    List<Double> places(List<? extends Number> numbers) {
        return numbers.stream().map(number -> place(number.doubleValue())).toList();
    }

    private double place(double number) {
        return this == EVEN ? number : Math.log(number) / LOG_2;
    }

    /** 2 to a whole exponent, below 1 in two digits; a blank for ticks between. */
    static String power(double exponent) {
        long whole = Math.round(exponent);
        if (Math.abs(exponent - whole) > 1e-6) {
            return BLANK;
        }
        return whole >= 0
                ? String.format(Locale.ROOT, "%,d", 1L << whole)
                : new BigDecimal(Math.pow(2.0, (double) whole))
                        .round(TWO_DIGITS)
                        .toPlainString();
    }
}
