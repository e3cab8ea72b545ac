package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.ScoreRule;
import java.util.ArrayList;
import java.util.List;

/**
 * What single precision makes of the published merge of rounds, weights exp(lse_r − logsumexp lse). Where a position sees
 * only itself, every lse is −1e5 + log m, with m how often it stands in the window; these are rounded to 1/128, and the
 * weights do not sum to 1. Checkpoints were trained so, and their numbers hold it.
 */
final class ReferenceRounding {

    private final List<double[]> maxima = new ArrayList<>();
    private final List<double[]> sums = new ArrayList<>();

    /** Notes a round. */
    void note(Tile.Open round) {
        maxima.add(round.max().data().asDouble());
        sums.add(round.sum().data().asDouble());
    }

    /** Changes the sums of the merged rounds, so that dividing by them gives what the reference gives. */
    void apply(Tile.Open merged) {
        double[] max = merged.max().data().asDouble();
        double[] sum = merged.sum().data().asDouble();
        for (int position = 0; position < max.length; position++) {
            if (max[position] == ScoreRule.SELF) {
                merged.sum().putScalar(position, 0, sum[position] / weights(position));
            }
        }
    }

    /** The sum of the reference's weights of a position that sees only itself. */
    private double weights(int position) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < sums.size(); round++) {
            greatest = Math.max(greatest, logSum(round, position));
        }
        double all = 0.0;
        for (int round = 0; round < sums.size(); round++) {
            all += Math.exp(logSum(round, position) - greatest);
        }
        float logSum = sums.size() == 1 ? (float) greatest : (float) (greatest + Math.log(all));
        double weights = 0.0;
        for (int round = 0; round < sums.size(); round++) {
            if (maxima.get(round)[position] == ScoreRule.SELF) {
                weights += sums.get(round)[position] * Math.exp(ScoreRule.SELF - logSum);
            }
        }
        return weights;
    }

    private float logSum(int round, int position) {
        return (float) (maxima.get(round)[position] + Math.log(sums.get(round)[position]));
    }
}
