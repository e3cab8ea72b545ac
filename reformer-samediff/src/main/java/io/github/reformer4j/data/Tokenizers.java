package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Tokenizers by their JSON form: an object whose {@code type} is the tokenizer's name. */
public final class Tokenizers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Tokenizers() {}

    /** The tokenizer whose {@link Tokenizer#toJson} this is. */
    public static Tokenizer fromJson(String json) {
        JsonNode form = parse(json);
        String type = form.path("type").asText("");
        require(
                type.equals(ByteTokenizer.NAME),
                "a tokenizer's type must be '%s', got '%s'; the file may come from a newer version",
                ByteTokenizer.NAME,
                type);
        JsonNode offset = form.path("offset");
        require(offset.isInt(), "a byte tokenizer needs a whole number as offset, got %s", offset);
        return new ByteTokenizer(offset.intValue());
    }

    static String write(Map<String, ?> form) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(form));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tokenizer has no JSON form: " + form, e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            JsonNode form = JSON.readTree(json);
            require(form.isObject(), "a tokenizer's JSON form must be an object, got %s", json);
            return form;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tokenizer's JSON form does not parse: " + e.getOriginalMessage(), e);
        }
    }
}
