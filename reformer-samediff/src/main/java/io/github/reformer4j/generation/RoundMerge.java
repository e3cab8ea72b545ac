package io.github.reformer4j.generation;

/** Rounds of hashing merged into one output (equation 6): Σ over r of exp(lse_r − logsumexp lse) o_r. */
final class RoundMerge {

    private final double[][] outputs;
    private final double[] logSums;

    RoundMerge(int rounds, int width) {
        outputs = new double[rounds][width];
        logSums = new double[rounds];
    }

    /** Where a round writes its output, [h · headSize]. */
    double[] output(int round) {
        return outputs[round];
    }

    /** Notes the logsumexp of a round. */
    void take(int round, double logSum) {
        logSums[round] = logSum;
    }

    /** Writes the merged columns. */
    void into(double[] merged, int column, int length) {
        double greatest = logSums[Candidates.greatest(logSums)];
        double sum = 0.0;
        for (double logSum : logSums) {
            sum += Math.exp(logSum - greatest);
        }
        for (int i = column; i < column + length; i++) {
            merged[i] = 0.0;
            for (int round = 0; round < outputs.length; round++) {
                merged[i] += Math.exp(logSums[round] - greatest) / sum * outputs[round][i];
            }
        }
    }
}
