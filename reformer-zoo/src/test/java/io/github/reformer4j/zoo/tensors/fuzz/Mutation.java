package io.github.reformer4j.zoo.tensors.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Damages a file; the seed decides how, so that a failure can be repeated. */
final class Mutation {

    /** Lengths and counts that readers trip over. */
    private static final long[] TELLING = {
        0,
        1,
        2,
        7,
        127,
        128,
        255,
        256,
        32767,
        65535,
        65536,
        1 << 20,
        Integer.MAX_VALUE,
        0xFFFF_FFFFL,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8
    };

    private final Random random;

    private Mutation(long seed) {
        random = new Random(seed);
    }

    static byte[] of(byte[] whole, long seed) {
        Mutation mutation = new Mutation(seed * 0x9E37_79B9_7F4A_7C15L);
        byte[] bytes = whole.clone();
        for (int times = 1 + mutation.random.nextInt(3); times > 0; times--) {
            bytes = mutation.once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        return switch (random.nextInt(8)) {
            case 0, 1 -> flippedBit(bytes);
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> spliced(bytes);
            case 4, 5 -> changedLength(bytes);
            case 6 -> changedDigit(bytes);
            default -> changedByte(bytes);
        };
    }

    private byte[] flippedBit(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return bytes;
    }

    private byte[] changedByte(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        return bytes;
    }

    /** A piece of the file in another place, in addition or instead. */
    private byte[] spliced(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(64, bytes.length - from) + 1);
        int to = random.nextInt(bytes.length);
        int behind = Math.min(bytes.length, to + (random.nextBoolean() ? length : 0));
        return ByteBuffer.allocate(to + length + bytes.length - behind)
                .put(bytes, 0, to)
                .put(bytes, from, length)
                .put(bytes, behind, bytes.length - behind)
                .array();
    }

    /** A number of 1 to 8 bytes becomes a telling one, or a little more or less. */
    private byte[] changedLength(byte[] bytes) {
        int size = 1 << random.nextInt(4);
        if (bytes.length < size) {
            return flippedBit(bytes);
        }
        int at = random.nextInt(bytes.length - size + 1);
        byte[] value = new byte[Long.BYTES];
        System.arraycopy(bytes, at, value, 0, size);
        ByteBuffer number = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        long changed = random.nextBoolean()
                ? TELLING[random.nextInt(TELLING.length)]
                : number.getLong(0) + random.nextInt(17) - 8;
        number.putLong(0, changed);
        System.arraycopy(value, 0, bytes, at, size);
        return bytes;
    }

    /** A digit or sign, where one stands at or behind a place. */
    private byte[] changedDigit(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        for (int i = at; i < bytes.length; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                bytes[i] = (byte) "0123456789-".charAt(random.nextInt(11));
                return bytes;
            }
        }
        return flippedBit(bytes);
    }
}
