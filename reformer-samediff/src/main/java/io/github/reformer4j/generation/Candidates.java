package io.github.reformer4j.generation;

import java.util.Arrays;

/**
 * Weights of the tokens that may come next, proportional to their probabilities: [v]. A weight of 0 is a token that may
 * not. Every step is a function of its arguments and changes the array that it is given.
 */
final class Candidates {

    /** Sums of weights differ from their exact value by less than this share of themselves. */
    private static final double ROUNDING = 1e-12;

    private Candidates() {}

    /** exp((logit − greatest logit) / temperature), in place. */
    static void soften(double[] logits, double temperature) {
        double greatest = logits[greatest(logits)];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = Math.exp((logits[id] - greatest) / temperature);
        }
    }

    /** Index of the greatest value, the lowest among equals; NaN, where there is one, so that it is not overlooked. */
    static int greatest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best] || Double.isNaN(values[i])) {
                best = i;
            }
        }
        return best;
    }

    /** Sets all but the {@code count} greatest weights to 0; among equals the lower ids stay. */
    static void keepGreatest(double[] weights, int count) {
        if (count >= weights.length) {
            return;
        }
        double[] sorted = weights.clone();
        Arrays.sort(sorted);
        double threshold = sorted[sorted.length - count];
        int above = sorted.length - 1;
        while (above >= 0 && sorted[above] > threshold) {
            above--;
        }
        int equalsLeft = count - (sorted.length - 1 - above);
        for (int id = 0; id < weights.length; id++) {
            boolean keep = weights[id] > threshold || (weights[id] == threshold && equalsLeft-- > 0);
            weights[id] = keep ? weights[id] : 0.0;
        }
    }

    /** Keeps the smallest set of greatest weights whose share of the mass reaches {@code share}. */
    static void keepNucleus(double[] weights, double share) {
        double[] sorted = weights.clone();
        Arrays.sort(sorted);
        double enough = share * mass(weights) * (1.0 - ROUNDING);
        double kept = 0.0;
        int count = 0;
        while (count < sorted.length && kept < enough) {
            count++;
            kept += sorted[sorted.length - count];
        }
        keepGreatest(weights, count);
    }

    /** Sum of the weights. */
    static double mass(double[] weights) {
        double sum = 0.0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** The token at which the running sum of the weights passes {@code uniform} of the mass. */
    static int draw(double[] weights, double uniform) {
        double target = uniform * mass(weights);
        double sum = 0.0;
        int last = 0;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] > 0.0) {
                sum += weights[id];
                last = id;
                if (sum > target) {
                    return id;
                }
            }
        }
        return last;
    }
}
