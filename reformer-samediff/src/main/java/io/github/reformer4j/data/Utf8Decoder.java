package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.requireState;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 that comes byte by byte: a character is given when its last byte is there, what is no UTF-8 as U+FFFD. */
public final class Utf8Decoder {

    private static final int LONGEST_CHARACTER = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer waiting = ByteBuffer.allocate(2 * LONGEST_CHARACTER);
    private final CharBuffer decoded = CharBuffer.allocate(4 * LONGEST_CHARACTER);

    /** The characters that are complete with this byte. */
    public String next(byte value) {
        waiting.put(value);
        return decode(false);
    }

    /** What still waits; the decoder is then fresh. */
    public String finish() {
        String rest = decode(true);
        decoder.reset();
        waiting.clear();
        return rest;
    }

    private String decode(boolean last) {
        waiting.flip();
        CoderResult result = decoder.decode(waiting, decoded, last);
        requireState(!result.isError() && !result.isOverflow(), "decoding UTF-8 gave %s", result);
        waiting.compact();
        decoded.flip();
        String text = decoded.toString();
        decoded.clear();
        return text;
    }
}
