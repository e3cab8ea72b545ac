package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.model.ReformerConfig;
import java.util.Locale;

/**
 * How the positions of attention are found: by so many rounds of hashing, or all of them.
 *
 * @param number of rounds; 0: exact attention
 */
public record Rounds(int number) {

    private static final String EXACT = "exact";

    public Rounds {
        require(number >= 0, "rounds must be positive, or 0 for exact attention, got %d", number);
    }

    /** Reads {@code exact} or a number. */
    public static Rounds parse(String text) {
        if (text.toLowerCase(Locale.ROOT).equals(EXACT)) {
            return new Rounds(0);
        }
        require(text.matches("[1-9][0-9]{0,3}"), "rounds are '%s' or a number from 1 to 9999, got '%s'", EXACT, text);
        return new Rounds(Integer.parseInt(text));
    }

    /** The configuration with this attention in its LSH layers; its weights stay as they are. */
    public ReformerConfig of(ReformerConfig config) {
        return number == 0 ? config.withExactAttention() : config.withRounds(number);
    }

    /** In words: {@code exact attention}, {@code 1 round}, {@code 4 rounds}. */
    String words() {
        return number == 0 ? EXACT + " attention" : number + (number == 1 ? " round" : " rounds");
    }

    @Override
    public String toString() {
        return number == 0 ? EXACT : Integer.toString(number);
    }
}
