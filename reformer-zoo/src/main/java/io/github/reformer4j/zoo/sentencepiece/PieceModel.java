package io.github.reformer4j.zoo.sentencepiece;

import static io.github.reformer4j.check.Check.require;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a {@code spiece.model} holds, as far as pieces of pairs need it.
 *
 * @param pieces by id
 * @param unknown id of what is no piece
 * @param byteFallback whether what is no piece becomes pieces of single bytes
 * @param unknownText what stands for the unknown in a text
 * @param charsMap what characters are replaced by
 * @param dummyPrefix whether a text gets a blank before it
 * @param oneBlank whether blanks at the ends are dropped, and several become one
 */
record PieceModel(
        List<Piece> pieces,
        int unknown,
        boolean byteFallback,
        String unknownText,
        CharsMap charsMap,
        boolean dummyPrefix,
        boolean oneBlank) {

    private static final int PIECES = 1;
    private static final int TRAINER = 2;
    private static final int NORMALIZER = 3;
    private static final int DENORMALIZER = 5;
    private static final int MODEL_TYPE = 3;
    private static final int PAIRS = 2;
    private static final int BLANK_AS_SUFFIX = 24;
    private static final int BYTE_FALLBACK = 35;
    private static final int UNKNOWN_TEXT = 44;
    private static final int CHARS_MAP = 2;
    private static final int DUMMY_PREFIX = 3;
    private static final int ONE_BLANK = 4;
    private static final int MARKED_BLANKS = 5;

    /**
     * Reads a model.
     *
     * @throws IllegalArgumentException with what is wrong, to follow the name of the file
     */
    static PieceModel of(byte[] bytes) {
        ProtoMessage model = ProtoMessage.of(ByteBuffer.wrap(bytes));
        ProtoMessage trainer = model.message(TRAINER);
        ProtoMessage normalizer = model.message(NORMALIZER);
        requireKnown(model, trainer, normalizer);
        List<Piece> pieces = model.messages(PIECES).stream().map(Piece::of).toList();
        int[] unknown = IntStream.range(0, pieces.size())
                .filter(id -> pieces.get(id).kind() == Piece.Kind.UNKNOWN)
                .toArray();
        require(unknown.length == 1, "it has %d pieces for the unknown among %d", unknown.length, pieces.size());
        return new PieceModel(
                pieces,
                unknown[0],
                trainer.number(BYTE_FALLBACK, 0) == 1,
                trainer.text(UNKNOWN_TEXT, " ⁇ "),
                CharsMap.of(normalizer.bytes(CHARS_MAP)),
                normalizer.number(DUMMY_PREFIX, 1) == 1,
                normalizer.number(ONE_BLANK, 1) == 1);
    }

    private static void requireKnown(ProtoMessage model, ProtoMessage trainer, ProtoMessage normalizer) {
        long type = trainer.number(MODEL_TYPE, 1);
        require(
                type == PAIRS,
                "it is a model of type %d; only BPE (%d), as of published Reformers, is read",
                type,
                PAIRS);
        require(trainer.number(BLANK_AS_SUFFIX, 0) == 0, "it puts blanks behind words, which is not read");
        require(normalizer.number(MARKED_BLANKS, 1) == 1, "its blanks are no pieces, which is not read");
        require(
                !model.message(DENORMALIZER).bytes(CHARS_MAP).hasRemaining(),
                "it replaces characters when it decodes, which is not read");
    }
}
