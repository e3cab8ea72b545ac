package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.block.Step;
import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.Loss;

/**
 * The loss of a text that goes through the caches token by token, as it does in generation. Beside the loss of one pass,
 * {@link LanguageModel#loss}, it shows what the definition of cached LSH attention ({@link LshCache}) costs; layers of local
 * and full attention give the same by either way.
 */
public final class CachedLoss {

    private CachedLoss() {}

    /**
     * The loss of tokens 1, 2, … of a sequence, each predicted from those before it.
     *
     * @param ids at least 2 tokens
     * @param step seed of the rotations
     */
    public static Loss of(LanguageModel model, int[] ids, Step step) {
        require(ids.length > 1, "a loss needs a sequence of at least 2 tokens, got %d", ids.length);
        LanguageDecoder decoder = new LanguageDecoder(model, step, ids.length);
        double[] logits = decoder.ingest(new int[][] {{ids[0]}})[0];
        double sum = 0.0;
        for (int t = 1; t < ids.length; t++) {
            if (t > 1) {
                logits = decoder.next(ids[t - 1])[0];
            }
            sum += surprise(logits, ids[t]);
        }
        return new Loss(sum, ids.length - 1L);
    }

    /** −log softmax(logits)[id], in nats. */
    private static double surprise(double[] logits, int id) {
        double greatest = logits[Candidates.greatest(logits)];
        double sum = 0.0;
        for (double logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        return greatest + Math.log(sum) - logits[id];
    }
}
