package io.github.reformer4j.zoo.sentencepiece;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.TextDecoder;
import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.data.Utf8Decoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;

/**
 * Pieces of a SentencePiece model of type BPE, as {@code spm_train} and the published crime-and-punishment model have it:
 * the ids that {@code spm_encode} gives.
 *
 * <p>Such a model puts a blank before a text. {@link #decode} takes it away again, because it decodes whole texts;
 * {@link #decoder} leaves it, because it decodes what follows on a text, and a word does.
 */
public final class SentencePieceTokenizer implements Tokenizer {

    /** {@link #name} of this kind. */
    public static final String NAME = "sentencepiece";

    private final byte[] bytes;
    private final PieceModel model;
    private final Normalizer normalizer;
    private final Map<String, Piece> ofText = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();

    private SentencePieceTokenizer(byte[] bytes, PieceModel model) {
        this.bytes = bytes;
        this.model = model;
        normalizer = new Normalizer(model);
        List<Piece> pieces = model.pieces();
        for (int id = 0; id < pieces.size(); id++) {
            ids.put(pieces.get(id).text(), id);
            if (pieces.get(id).isOfText()) {
                ofText.put(pieces.get(id).text(), pieces.get(id));
            }
        }
    }

    /**
     * The tokenizer of a model.
     *
     * @param model what a {@code spiece.model} holds
     * @throws IllegalArgumentException with a sentence where it is no such model, or one of another type
     */
    public static SentencePieceTokenizer of(byte[] model) {
        try {
            return new SentencePieceTokenizer(model.clone(), PieceModel.of(model));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "the SentencePiece model cannot be used: " + wrong.getMessage()
                            + "; get the spiece.model of the model again",
                    wrong);
        }
    }

    /** What a {@code spiece.model} of this tokenizer holds. */
    public byte[] model() {
        return bytes.clone();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int vocabularySize() {
        return model.pieces().size();
    }

    @Override
    public int[] encode(byte[] text) {
        return encode(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public int[] encode(String text) {
        IntStream.Builder encoded = IntStream.builder();
        boolean wasUnknown = false;
        for (String part : PairMerges.split(normalizer.normalize(text), ofText, normalizer.kept())) {
            int id = ids.getOrDefault(part, model.unknown());
            if (id != model.unknown()) {
                encoded.add(id);
            } else if (model.byteFallback()) {
                addBytes(part, encoded);
            } else if (!wasUnknown) {
                encoded.add(id);
            }
            wasUnknown = id == model.unknown();
        }
        return encoded.build().toArray();
    }

    private void addBytes(String part, IntStream.Builder encoded) {
        for (byte value : part.getBytes(StandardCharsets.UTF_8)) {
            encoded.add(ids.getOrDefault(String.format("<0x%02X>", value), model.unknown()));
        }
    }

    @Override
    public String decode(int... tokens) {
        String text = Tokenizer.super.decode(tokens);
        return model.dummyPrefix() && text.startsWith(" ") ? text.substring(1) : text;
    }

    @Override
    public TextDecoder decoder() {
        return new Decoder();
    }

    /** Pieces as they come; those of single bytes wait for whole characters. */
    private final class Decoder implements TextDecoder {

        private final Utf8Decoder waiting = new Utf8Decoder();

        @Override
        public String next(int id) {
            require(
                    id >= 0 && id < vocabularySize(),
                    "token ids of this SentencePiece model are 0 to %d, got %d",
                    vocabularySize() - 1,
                    id);
            Piece piece = model.pieces().get(id);
            if (piece.kind() == Piece.Kind.BYTE) {
                return waiting.next(piece.value());
            }
            return waiting.finish()
                    + switch (piece.kind()) {
                        case CONTROL -> "";
                        case UNKNOWN -> model.unknownText();
                        default -> piece.text().replace(Piece.BLANK, ' ');
                    };
        }

        @Override
        public String finish() {
            return waiting.finish();
        }
    }

    @Override
    public String toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", NAME)
                .put("model", Base64.getEncoder().encodeToString(bytes))
                .toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SentencePieceTokenizer same && Arrays.equals(bytes, same.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
