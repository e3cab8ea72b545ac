package io.github.reformer4j.zoo.tensors.numpy;

import io.github.reformer4j.zoo.tensors.bytes.Span;
import io.github.reformer4j.zoo.tensors.bytes.StreamBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Bytes that protocol 2 keeps as a text: byte 200 as the character 200, in UTF-8. */
final class Latin1Stream extends InputStream {

    private static final int BLOCK = 1 << 13;

    private final Span utf8;
    private final byte[] block = new byte[BLOCK];
    private long position;
    private long blockEnd;
    private long blockStart;

    private Latin1Stream(Span utf8) {
        this.utf8 = utf8;
    }

    /** The bytes that a text in UTF-8 stands for, so many. */
    static Span of(Span utf8, long length) {
        return new Span(new StreamBytes(utf8.bytes(), length, () -> new Latin1Stream(utf8)), 0, length);
    }

    @Override
    public int read() throws IOException {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int second = next();
        if ((first != 0xC2 && first != 0xC3) || second >> 6 != 2) {
            throw new ZipException("a text stands for bytes, but is none");
        }
        return ((first & 3) << 6) | (second & 0x3F);
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int done = 0;
        for (int value = 0; done < count && value >= 0; done += value >= 0 ? 1 : 0) {
            value = read();
            into[offset + done] = (byte) value;
        }
        return done == 0 && count > 0 ? -1 : done;
    }

    private int next() {
        if (position >= utf8.length()) {
            return -1;
        }
        if (position >= blockEnd) {
            int count = (int) Math.min(BLOCK, utf8.length() - position);
            utf8.bytes().readAll(utf8.start() + position, block, 0, count);
            blockStart = position;
            blockEnd = position + count;
        }
        return Byte.toUnsignedInt(block[(int) (position++ - blockStart)]);
    }
}
