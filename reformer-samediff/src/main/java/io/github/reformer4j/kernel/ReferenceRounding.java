package io.github.reformer4j.kernel;

/**
 * What single precision makes of the published merge of rounds, weights exp(lse_r − logsumexp lse). Where a position sees
 * only itself, every lse is −1e5 + log m, with m how often it stands in the window; these are rounded to 1/128, and the
 * weights do not sum to 1. Checkpoints were trained so, and their numbers hold it.
 */
public final class ReferenceRounding {

    private final double[][] maxima;
    private final double[][] sums;

    /** Nothing noted yet of this many rounds and positions. */
    public ReferenceRounding(int rounds, int length) {
        maxima = new double[rounds][length];
        sums = new double[rounds][length];
    }

    /** Notes greatest score and sum of a position in a round. */
    public void note(int round, int position, double max, double sum) {
        maxima[round][position] = max;
        sums[round][position] = sum;
    }

    /** By what to divide the merged sum of values of a position, so that the result is that of the reference. */
    public double divisor(int position, double mergedMax, double mergedSum) {
        return mergedMax == ScoreRule.SELF ? mergedSum / weights(position) : mergedSum;
    }

    /** The sum of the reference's weights of a position that sees only itself. */
    private double weights(int position) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < sums.length; round++) {
            greatest = Math.max(greatest, logSum(round, position));
        }
        double all = 0.0;
        for (int round = 0; round < sums.length; round++) {
            all += Math.exp(logSum(round, position) - greatest);
        }
        float logSum = sums.length == 1 ? (float) greatest : (float) (greatest + Math.log(all));
        double weights = 0.0;
        for (int round = 0; round < sums.length; round++) {
            if (maxima[round][position] == ScoreRule.SELF) {
                weights += sums[round][position] * Math.exp(ScoreRule.SELF - logSum);
            }
        }
        return weights;
    }

    private float logSum(int round, int position) {
        return (float) (maxima[round][position] + Math.log(sums[round][position]));
    }
}
