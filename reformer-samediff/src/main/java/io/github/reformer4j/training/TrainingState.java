package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/**
 * What a resumed run must know besides weights and the state of the optimiser.
 *
 * @param step steps done
 * @param tokens seen
 * @param seconds spent
 * @param bestBits lowest held-out loss so far; infinite where nothing was measured
 * @param dataHash of the data
 * @param identity of the settings
 */
record TrainingState(long step, long tokens, double seconds, double bestBits, String dataHash, String identity) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    static TrainingState beginning(String dataHash, String identity) {
        return new TrainingState(0, 0, 0.0, Double.POSITIVE_INFINITY, dataHash, identity);
    }

    TrainingState after(long moreTokens, double newSeconds) {
        return new TrainingState(step + 1, tokens + moreTokens, newSeconds, bestBits, dataHash, identity);
    }

    TrainingState withBest(double newBest) {
        return new TrainingState(step, tokens, seconds, newBest, dataHash, identity);
    }

    /** Throws unless a run with these data and settings may go on from here. */
    void requireSame(TrainingState other) {
        require(
                dataHash.equals(other.dataHash),
                "the run was trained on other data (hash %s, now %s); give the same --text, or another --out",
                dataHash,
                other.dataHash);
        require(
                identity.equals(other.identity),
                "the run was trained with [%s], now it would be [%s]; give the same options, or another --out",
                identity,
                other.identity);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a training state has no JSON form: " + this, impossible);
        }
    }

    static TrainingState fromJson(String json) {
        try {
            return JSON.readValue(json, TrainingState.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "the progress of a training run does not parse: " + broken.getOriginalMessage(), broken);
        }
    }
}
