package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/** The JSON form of a {@link Provenance}. */
final class ProvenanceJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ProvenanceJson() {}

    static String write(Provenance provenance) {
        try {
            return JSON.writeValueAsString(provenance);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a provenance has no JSON form: " + provenance, impossible);
        }
    }

    static Provenance read(String json) {
        JsonNode node = parse(json);
        return new Provenance(
                text(node, "libraryVersion"),
                number(node, "seed"),
                number(node, "steps"),
                text(node, "dataHash"),
                text(node, "command"));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("a provenance must be JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        require(
                value.isIntegralNumber() && value.canConvertToLong(),
                "a provenance needs a whole number as %s, got %s",
                field,
                found(value));
        return value.longValue();
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        require(value.isTextual(), "a provenance needs a text as %s, got %s", field, found(value));
        return value.textValue();
    }

    private static String found(JsonNode value) {
        return value.isMissingNode() ? "none" : value.toString();
    }
}
