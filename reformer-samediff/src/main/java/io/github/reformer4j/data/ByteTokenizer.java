package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.util.Map;

/**
 * One token a byte: id = byte + offset, so that the ids below {@code offset} are free for other uses and stand for no
 * text. The default has offset 0 and 256 ids; the published enwik8 model has offset 2 and 258 ids, of which 0 is padding.
 *
 * @param offset id of byte 0
 */
public record ByteTokenizer(int offset) implements Tokenizer {

    /** {@link #name} of this kind. */
    public static final String NAME = "bytes";

    /** Ids 0 to 255. */
    public static final ByteTokenizer PLAIN = new ByteTokenizer(0);

    private static final int BYTES = 256;

    public ByteTokenizer {
        require(offset >= 0, "the offset of a byte tokenizer must not be negative, got %d", offset);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int vocabularySize() {
        return BYTES + offset;
    }

    @Override
    public int[] encode(byte[] text) {
        int[] ids = new int[text.length];
        for (int i = 0; i < text.length; i++) {
            ids[i] = Byte.toUnsignedInt(text[i]) + offset;
        }
        return ids;
    }

    @Override
    public TextDecoder decoder() {
        Utf8Decoder bytes = new Utf8Decoder();
        return new TextDecoder() {
            @Override
            public String next(int id) {
                requireId(id);
                return id < offset ? "" : bytes.next((byte) (id - offset));
            }

            @Override
            public String finish() {
                return bytes.finish();
            }
        };
    }

    @Override
    public String toJson() {
        return Tokenizers.write(Map.of("type", NAME, "offset", offset));
    }

    private void requireId(int id) {
        require(
                id >= 0 && id < vocabularySize(),
                "token ids of a byte tokenizer with offset %d are 0 to %d, got %d",
                offset,
                vocabularySize() - 1,
                id);
    }
}
