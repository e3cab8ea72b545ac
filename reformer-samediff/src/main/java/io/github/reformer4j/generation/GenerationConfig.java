package io.github.reformer4j.generation;

import static io.github.reformer4j.check.Check.require;

import java.util.List;

/**
 * What to generate.
 *
 * @param sampling how a token is chosen
 * @param maxTokens tokens after the prompt, at most
 * @param stopSequences texts that end the generation; they are not part of its result
 * @param seed of the draws and of the rotations of LSH layers: the same seed gives the same text
 */
public record GenerationConfig(Sampling sampling, int maxTokens, List<String> stopSequences, long seed) {

    public GenerationConfig {
        require(maxTokens >= 0, "maxTokens must not be negative, got %d", maxTokens);
        require(
                stopSequences.stream().noneMatch(String::isEmpty),
                "a stop sequence must hold at least one character, got an empty one in %s",
                stopSequences);
        stopSequences = List.copyOf(stopSequences);
    }

    /** This many tokens, no stop sequences. */
    public static GenerationConfig of(Sampling sampling, int maxTokens, long seed) {
        return new GenerationConfig(sampling, maxTokens, List.of(), seed);
    }

    /** The same with these stop sequences. */
    public GenerationConfig withStopSequences(String... newStopSequences) {
        return new GenerationConfig(sampling, maxTokens, List.of(newStopSequences), seed);
    }
}
