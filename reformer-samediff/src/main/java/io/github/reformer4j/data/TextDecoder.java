package io.github.reformer4j.data;

/**
 * The text of tokens as they come. A character may be spread over several tokens: it is given with its last one, so that
 * what was given once never changes.
 */
public interface TextDecoder {

    /** The text that is complete with this token, empty where a character waits for more. */
    String next(int id);

    /** What still waits, as U+FFFD; the decoder is then fresh. */
    String finish();
}
