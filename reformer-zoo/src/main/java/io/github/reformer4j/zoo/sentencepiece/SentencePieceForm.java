package io.github.reformer4j.zoo.sentencepiece;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.Tokenizer;
import io.github.reformer4j.data.TokenizerForm;
import java.util.Base64;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Lets {@link io.github.reformer4j.data.Tokenizers} read the JSON form of a {@link SentencePieceTokenizer}. */
public final class SentencePieceForm implements TokenizerForm {

    /** For the service loader. */
    public SentencePieceForm() {}

    @Override
    public String type() {
        return SentencePieceTokenizer.NAME;
    }

    @Override
    public Tokenizer read(String json) {
        return SentencePieceTokenizer.of(decoded(json));
    }

    private static byte[] decoded(String json) {
        try {
            JsonNode model = new ObjectMapper().readTree(json).path("model");
            require(model.isTextual(), "a SentencePiece tokenizer needs its model as a text, got none");
            return Base64.getDecoder().decode(model.textValue());
        } catch (JsonProcessingException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "a SentencePiece tokenizer needs its model as a text in base 64 (" + wrong.getMessage()
                            + "); save it again",
                    wrong);
        }
    }
}
