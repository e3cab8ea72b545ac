package io.github.reformer4j.zoo.sentencepiece;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** A text as its pieces spell it: characters replaced, blanks made one and marked, one before the text. */
final class Normalizer {

    private final PieceModel model;

    /** Pieces that a user defined, which nothing in a text replaces; the longest first. */
    private final List<String> kept;

    Normalizer(PieceModel model) {
        this.model = model;
        kept = model.pieces().stream()
                .filter(piece -> piece.kind() == Piece.Kind.USER_DEFINED)
                .map(Piece::text)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    List<String> kept() {
        return kept;
    }

    String normalize(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder normal = new StringBuilder(text.length() + 1);
        boolean dropsBlank = model.oneBlank();
        boolean begun = false;
        for (int place = 0; place < utf8.length; ) {
            CharsMap.Replacement next = next(utf8, place);
            place += next.length();
            if (model.oneBlank() && !begun && next.text().equals(" ")) {
                continue;
            }
            if (!begun && model.dummyPrefix()) {
                normal.append(Piece.BLANK);
            }
            begun = true;
            dropsBlank = append(next.text(), dropsBlank, normal) && model.oneBlank();
        }
        cutBlanks(normal);
        return normal.toString();
    }

    /** Appends a text, without blanks before it if these are to be dropped; whether what stands there now ends with one. */
    private static boolean append(String text, boolean dropsBlank, StringBuilder to) {
        int from = 0;
        while (dropsBlank && from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        to.append(text.substring(from).replace(' ', Piece.BLANK));
        return from == text.length() ? dropsBlank : text.endsWith(" ");
    }

    private void cutBlanks(StringBuilder normal) {
        if (model.oneBlank()) {
            int end = normal.length();
            while (end > 0 && normal.charAt(end - 1) == Piece.BLANK) {
                end--;
            }
            normal.setLength(end);
        }
    }

    /** What stands for the next bytes: a piece of the user, a replacement, or the character itself. */
    private CharsMap.Replacement next(byte[] utf8, int place) {
        for (String piece : kept) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            if (java.util.Arrays.equals(
                    bytes, 0, bytes.length, utf8, place, Math.min(utf8.length, place + bytes.length))) {
                return new CharsMap.Replacement(bytes.length, piece);
            }
        }
        CharsMap.Replacement replacement = model.charsMap().at(utf8, place);
        if (replacement != null) {
            return replacement;
        }
        int length = lengthOf(utf8[place]);
        return new CharsMap.Replacement(length, new String(utf8, place, length, StandardCharsets.UTF_8));
    }

    /** Bytes of the character that begins so. */
    private static int lengthOf(byte first) {
        if (first >= 0) {
            return 1;
        }
        return (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }
}
