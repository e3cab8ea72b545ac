package io.github.reformer4j.zoo.index;

import static io.github.reformer4j.check.Check.require;

/**
 * What a model writes when the likeliest token is taken always: whoever has loaded it can see whether it works.
 *
 * @param prompt what the text begins with
 * @param tokens how many tokens follow
 * @param seed of the rotations of LSH layers
 * @param output the text of these tokens
 */
public record GoldenOutput(String prompt, int tokens, long seed, String output) {

    public GoldenOutput {
        require(tokens > 0, "the tokens of a golden output must be positive, got %d", tokens);
    }
}
