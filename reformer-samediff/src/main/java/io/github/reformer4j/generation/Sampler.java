package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.BitSet;

/**
 * Chooses the next token as a function of the logits, the tokens that occurred, a seed and the token's index. The index is
 * the counter of {@link CounterRandom}, so token 1,000 is the same however the 999 before it came about.
 */
public final class Sampler {

    private static final String PURPOSE = "sample";

    private Sampler() {}

    /**
     * The next token.
     *
     * @param logits of every token, [v]; not changed
     * @param occurred ids that stand in the prompt or the text so far
     * @param sampling how to choose
     * @param seed of the generation; rows of a batch take one each
     * @param index of the token that is chosen
     */
    public static int next(double[] logits, BitSet occurred, Sampling sampling, long seed, long index) {
        double[] weights = logits.clone();
        penalise(weights, occurred, sampling.repetitionPenalty());
        int best = Candidates.greatest(weights);
        require(
                Double.isFinite(weights[best]),
                "the greatest logit of token %d is %s (id %d); the weights of the model are not finite",
                index,
                weights[best],
                best);
        if (sampling.temperature() == 0.0) {
            return best;
        }
        Candidates.soften(weights, sampling.temperature());
        if (sampling.topK() > 0) {
            Candidates.keepGreatest(weights, sampling.topK());
        }
        if (sampling.topP() < 1.0) {
            Candidates.keepNucleus(weights, sampling.topP());
        }
        return Candidates.draw(weights, CounterRandom.uniform(CounterRandom.derive(seed, PURPOSE), index));
    }

    /** A token that occurred becomes less probable whatever the sign of its logit. */
    private static void penalise(double[] logits, BitSet occurred, double penalty) {
        if (penalty == 1.0) {
            return;
        }
        for (int id = occurred.nextSetBit(0); id >= 0 && id < logits.length; id = occurred.nextSetBit(id + 1)) {
            logits[id] = logits[id] > 0.0 ? logits[id] / penalty : logits[id] * penalty;
        }
    }
}
