package io.github.reformer4j.data;

import java.nio.charset.StandardCharsets;

/** Text to token ids and back. */
public interface Tokenizer {

    /** Kind of tokenizer, as it stands in the JSON form: {@code bytes}. */
    String name();

    /** Token ids are 0 to this − 1. */
    int vocabularySize();

    /** Token ids of a text in UTF-8, or of any bytes where the tokenizer takes bytes. */
    int[] encode(byte[] text);

    /** Token ids of a text. */
    default int[] encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of token ids; what is no text becomes U+FFFD. */
    default String decode(int... ids) {
        TextDecoder decoder = decoder();
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(decoder.next(id));
        }
        return text.append(decoder.finish()).toString();
    }

    /** The text of tokens as they come, one after another. */
    TextDecoder decoder();

    /** The JSON form that {@link Tokenizers#fromJson} reads. */
    String toJson();
}
