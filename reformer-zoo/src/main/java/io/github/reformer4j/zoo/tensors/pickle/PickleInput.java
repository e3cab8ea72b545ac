package io.github.reformer4j.zoo.tensors.pickle;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.github.reformer4j.zoo.tensors.bytes.Bytes;
import io.github.reformer4j.zoo.tensors.bytes.Span;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The operands of a pickle, one after another. No length is believed that leads out of the file. */
final class PickleInput {

    private static final int BLOCK = 1 << 13;

    /** Bytes of a line that names something. */
    private static final int LONGEST_LINE = 256;

    private final Bytes bytes;
    private final byte[] block = new byte[BLOCK];
    private long blockStart;
    private int blockSize;
    private long position;

    PickleInput(Bytes bytes, long start) {
        this.bytes = bytes;
        position = start;
        blockStart = start;
    }

    long position() {
        return position;
    }

    /** An unsigned byte. */
    int next() {
        if (position >= blockStart + blockSize) {
            blockStart = position;
            blockSize = (int) Math.min(BLOCK, Math.max(bytes.size() - position, 0));
            blockSize = bytes.read(position, block, 0, blockSize);
            require(blockSize > 0, "it ends without its end mark");
        }
        return Byte.toUnsignedInt(block[(int) (position++ - blockStart)]);
    }

    /** A little-endian number without sign of up to 4 bytes, or with one of 8. */
    long number(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) next() << (i * Byte.SIZE);
        }
        return value;
    }

    double real() {
        return Double.longBitsToDouble(Long.reverseBytes(number(Double.BYTES)));
    }

    /** A whole number of up to 255 bytes; a Long where it fits. */
    Object integer(int size) {
        byte[] little = take(size);
        byte[] big = new byte[size + 1];
        for (int i = 0; i < size; i++) {
            big[size - i] = little[i];
        }
        big[0] = (byte) (size > 0 && little[size - 1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(big);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** A text in UTF-8. */
    String text(int size) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(take(size)))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new PickleRefusal(message("a text is no UTF-8"), broken);
        }
    }

    /** Bytes that are left where they are. */
    Span span(long length) {
        requireLeft(length);
        Span span = new Span(bytes, position, length);
        position += length;
        return span;
    }

    /** A line of a name. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (int c = next(); c != '\n'; c = next()) {
            require(line.length() < LONGEST_LINE, "a name is longer than %d bytes", LONGEST_LINE);
            line.append((char) c);
        }
        return line.toString();
    }

    private byte[] take(int size) {
        requireLeft(size);
        byte[] taken = new byte[size];
        for (int i = 0; i < size; i++) {
            taken[i] = (byte) next();
        }
        return taken;
    }

    void requireLeft(long length) {
        require(
                length >= 0 && length <= bytes.size() - position,
                "a length of %d is claimed where %d bytes are left",
                length,
                bytes.size() - position);
    }

    /** Refuses the pickle unless {@code holds}; the message says where. */
    @FormatMethod
    void require(boolean holds, @FormatString String message, Object... arguments) {
        if (!holds) {
            throw new PickleRefusal(message(String.format(message, arguments)), null);
        }
    }

    String message(String reason) {
        return String.format(
                "%s is refused: at byte %d of its pickle %s; fetch it again, or save its tensors as safetensors",
                bytes, position, reason);
    }
}
