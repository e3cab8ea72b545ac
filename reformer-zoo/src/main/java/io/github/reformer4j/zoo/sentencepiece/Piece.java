package io.github.reformer4j.zoo.sentencepiece;

import static io.github.reformer4j.check.Check.require;

/**
 * One id of a model.
 *
 * @param text of the piece, in which U+2581 stands for a blank
 * @param score the higher, the earlier two neighbours become this piece
 * @param kind what the piece is for
 */
record Piece(String text, float score, Kind kind) {

    /** What a blank looks like within a piece. */
    static final char BLANK = '▁';

    /** Kinds in the order of their numbers in a model, from 1. */
    enum Kind {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE
    }

    private static final int TEXT = 1;
    private static final int SCORE = 2;
    private static final int KIND = 3;

    static Piece of(ProtoMessage message) {
        long kind = message.number(KIND, 1);
        require(kind >= 1 && kind <= Kind.values().length, "it has a piece of the unknown kind %d", kind);
        String text = message.text(TEXT, "");
        require(!text.isEmpty(), "it has a piece without a text");
        return new Piece(text, message.fraction(SCORE), Kind.values()[(int) kind - 1]);
    }

    /** Whether text can become this piece. */
    boolean isOfText() {
        return kind == Kind.NORMAL || kind == Kind.USER_DEFINED || kind == Kind.UNUSED;
    }

    /** The value of a piece that stands for one byte: {@code <0x0A>}. */
    byte value() {
        require(text.matches("<0x[0-9A-F]{2}>"), "the piece '%s' stands for no byte", text);
        return (byte) Integer.parseInt(text.substring(3, 5), 16);
    }
}
