package io.github.reformer4j.zoo.tensors.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Pickles written instruction by instruction, right or wrong. */
public final class CraftedPickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** One that begins as protocol 2 does. */
    public static CraftedPickle begin() {
        return new CraftedPickle().op(0x80, 2);
    }

    /** Instructions and operands as they are. */
    public CraftedPickle op(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    /** Instructions that are characters. */
    public CraftedPickle ops(String characters) {
        out.writeBytes(characters.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Bytes as they are. */
    public CraftedPickle raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public CraftedPickle global(String module, String name) {
        return ops("c" + module + "\n" + name + "\n");
    }

    public CraftedPickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').little(utf8.length, 4).ops(new String(utf8, StandardCharsets.ISO_8859_1));
    }

    public CraftedPickle integer(long value) {
        return op(0x8a, 8).little(value, 8);
    }

    /** A number of this many bytes. */
    public CraftedPickle little(long value, int size) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(bytes, 0, size);
        return this;
    }

    /** Ends it. */
    public byte[] end() {
        return op('.').bytes();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
