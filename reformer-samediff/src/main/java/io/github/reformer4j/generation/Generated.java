package io.github.reformer4j.generation;

/**
 * Generated text and why it ends.
 *
 * @param text what came after the prompt, without the stop sequence
 * @param promptTokens tokens that the prompt had
 * @param tokens tokens that were chosen, those of a stop sequence too
 * @param reason why there are no more
 */
public record Generated(String text, int promptTokens, int tokens, Reason reason) {

    /** Why a generation ended. */
    public enum Reason {
        /** As many tokens as were asked for. */
        MAX_TOKENS("as many tokens as were asked for"),
        /** A stop sequence was met. */
        STOP_SEQUENCE("a stop sequence was met"),
        /** Prompt and text fill the positions of the model. */
        MAX_POSITIONS("prompt and text fill the positions of the model");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** The reason in words, for people. */
        public String words() {
            return words;
        }
    }
}
