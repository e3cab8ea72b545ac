package io.github.reformer4j.zoo.sentencepiece;

import static io.github.reformer4j.check.Check.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of protocol buffers as its fields in order. Nothing is copied, and no length is believed before the bytes are there.
 */
final class ProtoMessage {

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;
    private static final int LONGEST_VARINT = 10;

    /**
     * A field.
     *
     * @param number of the field
     * @param value of a number; the bits of a float
     * @param bytes of a text or a message; null for numbers
     */
    private record Field(int number, long value, @Nullable ByteBuffer bytes) {}

    private final List<Field> fields = new ArrayList<>();

    private ProtoMessage() {}

    /**
     * Reads all fields.
     *
     * @throws IllegalArgumentException with a sentence where the bytes are no such message
     */
    static ProtoMessage of(ByteBuffer bytes) {
        ByteBuffer rest = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        ProtoMessage message = new ProtoMessage();
        while (rest.hasRemaining()) {
            message.fields.add(field(rest));
        }
        return message;
    }

    private static Field field(ByteBuffer rest) {
        long tag = varint(rest);
        int number = (int) (tag >>> 3);
        return switch ((int) tag & 7) {
            case VARINT -> new Field(number, varint(rest), null);
            case EIGHT_BYTES -> new Field(number, needed(rest, Long.BYTES).getLong(), null);
            case FOUR_BYTES -> new Field(number, needed(rest, Integer.BYTES).getInt(), null);
            case BYTES -> new Field(number, 0, slice(rest, varint(rest)));
            default -> throw new IllegalArgumentException("it has a field of an unknown kind");
        };
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            byte next = needed(rest, 1).get();
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("it has a number of more than 10 bytes");
    }

    private static ByteBuffer needed(ByteBuffer rest, int bytes) {
        require(rest.remaining() >= bytes, "it ends within a field");
        return rest;
    }

    private static ByteBuffer slice(ByteBuffer rest, long length) {
        require(length >= 0 && length <= rest.remaining(), "it ends within a field");
        ByteBuffer slice = rest.slice(rest.position(), (int) length);
        rest.position(rest.position() + (int) length);
        return slice;
    }

    /** The messages of a repeated field. */
    List<ProtoMessage> messages(int number) {
        return fields.stream()
                .filter(field -> field.number == number && field.bytes != null)
                .map(field -> of(java.util.Objects.requireNonNull(field.bytes)))
                .toList();
    }

    /** The message of a field, an empty one where there is none. */
    ProtoMessage message(int number) {
        List<ProtoMessage> all = messages(number);
        return all.isEmpty() ? new ProtoMessage() : all.get(all.size() - 1);
    }

    /** The bytes of a field, none where there is none. */
    ByteBuffer bytes(int number) {
        ByteBuffer last = ByteBuffer.allocate(0);
        for (Field field : fields) {
            last = field.number == number && field.bytes != null ? field.bytes : last;
        }
        return last.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The text of a field. */
    String text(int number, String otherwise) {
        boolean there = fields.stream().anyMatch(field -> field.number == number && field.bytes != null);
        try {
            return there
                    ? StandardCharsets.UTF_8.newDecoder().decode(bytes(number)).toString()
                    : otherwise;
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException("it has a text that is no UTF-8", broken);
        }
    }

    /** The number of a field; flags are 0 and 1. */
    long number(int number, long otherwise) {
        long last = otherwise;
        for (Field field : fields) {
            last = field.number == number && field.bytes == null ? field.value : last;
        }
        return last;
    }

    /** The number of a field with a fraction. */
    float fraction(int number) {
        return Float.intBitsToFloat((int) number(number, 0));
    }
}
