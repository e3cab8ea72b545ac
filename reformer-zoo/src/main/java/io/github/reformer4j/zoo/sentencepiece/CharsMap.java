package io.github.reformer4j.zoo.sentencepiece;

import static io.github.reformer4j.check.Check.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What characters are replaced by before a text is cut: a trie over UTF-8 in a double array (that of Darts-clone), whose
 * values are places in a block of texts that end with a zero.
 */
final class CharsMap {

    private static final int VALUE = 0x7FFFFFFF;
    private static final int LABEL = 0x800000FF;

    private final IntBuffer units;
    private final ByteBuffer texts;

    private CharsMap(IntBuffer units, ByteBuffer texts) {
        this.units = units;
        this.texts = texts;
    }

    /** The map of a model, which is empty where it replaces nothing. */
    static CharsMap of(ByteBuffer compiled) {
        ByteBuffer bytes = compiled.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (!bytes.hasRemaining()) {
            return new CharsMap(IntBuffer.allocate(0), ByteBuffer.allocate(0));
        }
        require(bytes.remaining() >= Integer.BYTES, "its map of characters is cut off");
        long size = Integer.toUnsignedLong(bytes.getInt());
        require(
                size > 0 && size % Integer.BYTES == 0 && size <= bytes.remaining(),
                "its map of characters claims %d bytes of %d",
                size,
                bytes.remaining());
        ByteBuffer trie = bytes.slice(bytes.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) size);
        return new CharsMap(trie.asIntBuffer(), bytes.slice());
    }

    /**
     * A replacement.
     *
     * @param length bytes that it replaces
     * @param text that stands instead
     */
    record Replacement(int length, String text) {}

    /** The replacement for the longest beginning of what stands at this place; null where there is none. */
    @Nullable
    Replacement at(byte[] utf8, int place) {
        int length = 0;
        int value = 0;
        int node = step(0, 0);
        for (int i = place; i < utf8.length && node >= 0; i++) {
            int label = Byte.toUnsignedInt(utf8[i]);
            node ^= label;
            int unit = unit(node);
            if (label == 0 || (unit & LABEL) != label) {
                break;
            }
            node = step(node, unit);
            if ((unit >>> 8 & 1) == 1) {
                length = i + 1 - place;
                value = unit(node) & VALUE;
            }
        }
        return length == 0 ? null : new Replacement(length, text(value));
    }

    /** Where the children of a node begin. */
    private int step(int node, int unit) {
        int from = node == 0 ? unit(0) : unit;
        return node ^ (from >>> 10 << ((from & 1 << 9) >>> 6));
    }

    /** A place that a damaged map leads to holds nothing. */
    private int unit(int node) {
        return node >= 0 && node < units.limit() ? units.get(node) : 0;
    }

    private String text(int begin) {
        int end = begin;
        while (end < texts.limit() && texts.get(end) != 0) {
            end++;
        }
        require(
                end < texts.limit(),
                "the map of characters of the tokenizer is damaged: its text %d has no end",
                begin);
        byte[] bytes = new byte[end - begin];
        texts.get(begin, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
