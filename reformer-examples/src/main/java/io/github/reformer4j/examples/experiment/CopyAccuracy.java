package io.github.reformer4j.examples.experiment;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.data.Batch;
import io.github.reformer4j.model.ReformerModel;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How many of the labels that count a model predicts rightly, by its most probable token.
 *
 * @param right predicted rightly
 * @param all that count
 */
public record CopyAccuracy(long right, long all) {

    /** Measures batches; each has rotations of its own. */
    public static CopyAccuracy of(ReformerModel model, List<Batch> batches, long seed) {
        CopyAccuracy sum = new CopyAccuracy(0, 0);
        for (int i = 0; i < batches.size(); i++) {
            sum = sum.plus(of(model, batches.get(i), Step.inference(seed + i)));
        }
        return sum;
    }

    private static CopyAccuracy of(ReformerModel model, Batch batch, Step step) {
        long right = 0;
        long all = 0;
        try (INDArray logits = model.logits(batch.ids(), batch.mask(), step);
                INDArray best = logits.argMax(2)) { // [b, n]
            for (int row = 0; row < batch.size(); row++) {
                for (int t = 0; t + 1 < batch.length(); t++) {
                    int label = batch.labels()[row][t + 1];
                    all += label == Batch.IGNORED ? 0 : 1;
                    right += label == best.getInt(row, t) ? 1 : 0;
                }
            }
        }
        return new CopyAccuracy(right, all);
    }

    private CopyAccuracy plus(CopyAccuracy other) {
        return new CopyAccuracy(right + other.right, all + other.all);
    }

    /** The share that is right, in [0, 1]. */
    public double share() {
        return all == 0 ? 0.0 : (double) right / all;
    }
}
