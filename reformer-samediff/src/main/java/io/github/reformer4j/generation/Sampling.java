package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.require;

/**
 * How the next token is chosen from the logits. The parts apply in the order in which they stand here, and what the
 * defaults of {@link #greedy} and {@link #random} leave out changes nothing.
 *
 * @param repetitionPenalty θ of Keskar et al. 2019 ("CTRL", section 4.1): the logit of a token that already occurred is
 *     divided by it where positive and multiplied where negative; 1: none
 * @param temperature the logits are divided by it; 0: the greatest logit wins, the lowest id among equals
 * @param topK only this many most probable tokens stay; 0: all
 * @param topP only the smallest set of most probable tokens whose mass reaches this stays (nucleus, Holtzman et al. 2020);
 *     1: all
 */
public record Sampling(double repetitionPenalty, double temperature, int topK, double topP) {

    public Sampling {
        require(
                repetitionPenalty > 0.0 && Double.isFinite(repetitionPenalty),
                "repetitionPenalty must be positive (1: none), got %s",
                repetitionPenalty);
        require(
                temperature >= 0.0 && Double.isFinite(temperature),
                "temperature must not be negative (0: the most probable token), got %s",
                temperature);
        require(topK >= 0, "topK must not be negative (0: all tokens), got %d", topK);
        require(topP > 0.0 && topP <= 1.0, "topP must lie in (0, 1] (1: all tokens), got %s", topP);
    }

    /** The most probable token, always. */
    public static Sampling greedy() {
        return new Sampling(1.0, 0.0, 0, 1.0);
    }

    /** As the model's own probabilities have it. */
    public static Sampling random() {
        return new Sampling(1.0, 1.0, 0, 1.0);
    }

    /** The same with this temperature. */
    public Sampling withTemperature(double newTemperature) {
        return new Sampling(repetitionPenalty, newTemperature, topK, topP);
    }

    /** The same with this many most probable tokens. */
    public Sampling withTopK(int newTopK) {
        return new Sampling(repetitionPenalty, temperature, newTopK, topP);
    }

    /** The same with this much of the mass. */
    public Sampling withTopP(double newTopP) {
        return new Sampling(repetitionPenalty, temperature, topK, newTopP);
    }

    /** The same with this penalty for tokens that already occurred. */
    public Sampling withRepetitionPenalty(double newPenalty) {
        return new Sampling(newPenalty, temperature, topK, topP);
    }
}
