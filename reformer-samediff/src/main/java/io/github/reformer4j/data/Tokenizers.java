package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Tokenizers by their JSON form: an object whose {@code type} is the tokenizer's name. Kinds beside bytes are found as
 * services, by {@link TokenizerForm}.
 */
public final class Tokenizers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Tokenizers() {}

    /** The tokenizer whose {@link Tokenizer#toJson} this is. */
    public static Tokenizer fromJson(String json) {
        JsonNode form = parse(json);
        String type = form.path("type").asText("");
        if (type.equals(PixelTokenizer.NAME)) {
            return pixels(form);
        }
        if (!type.equals(ByteTokenizer.NAME)) {
            return other(type).read(json);
        }
        JsonNode offset = form.path("offset");
        require(offset.isInt(), "a byte tokenizer needs a whole number as offset, got %s", offset);
        return new ByteTokenizer(offset.intValue());
    }

    private static TokenizerForm other(String type) {
        List<TokenizerForm> forms = ServiceLoader.load(TokenizerForm.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return forms.stream()
                .filter(form -> form.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "a tokenizer's type must be one of %s, got '%s'; the file may come from a newer version, or need "
                                + "reformer-zoo on the class path",
                        Stream.concat(
                                        Stream.of(ByteTokenizer.NAME, PixelTokenizer.NAME),
                                        forms.stream().map(TokenizerForm::type))
                                .toList(),
                        type)));
    }

    private static Tokenizer pixels(JsonNode form) {
        JsonNode side = form.path("side");
        require(side.isInt(), "a tokenizer of images needs a whole number as side, got %s", side);
        List<String> classes = new ArrayList<>();
        for (JsonNode name : form.path("classes")) {
            require(name.isTextual(), "the name of a class of images must be a text, got %s", name);
            classes.add(name.textValue());
        }
        return new PixelTokenizer(side.intValue(), classes);
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
