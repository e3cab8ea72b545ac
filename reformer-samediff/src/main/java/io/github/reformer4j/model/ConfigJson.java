package io.github.reformer4j.model;

import static io.github.reformer4j.check.Check.require;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.MapperFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;
import org.nd4j.shade.jackson.databind.exc.UnrecognizedPropertyException;
import org.nd4j.shade.jackson.databind.json.JsonMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** The JSON form of a {@link ReformerConfig}: its components by name, beside the name and version of the format. */
final class ConfigJson {

    private static final String FORMAT = "format";
    private static final String NAME = "reformer4j-config";
    private static final String VERSION = "version";
    private static final int CURRENT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .build();

    private ConfigJson() {}

    static String write(ReformerConfig config) {
        ObjectNode root = JSON.createObjectNode();
        root.put(FORMAT, NAME).put(VERSION, CURRENT);
        root.setAll((ObjectNode) JSON.valueToTree(config));
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a configuration has no JSON form: " + config, impossible);
        }
    }

    static ReformerConfig read(String json) {
        JsonNode root = parse(json);
        require(
                root.isObject() && root.path(FORMAT).asText().equals(NAME),
                "a model configuration must be a JSON object with \"%s\": \"%s\", got %s",
                FORMAT,
                NAME,
                beginning(json));
        require(
                root.path(VERSION).isInt() && root.path(VERSION).intValue() == CURRENT,
                "the model configuration needs \"%s\": %d, got %s; use the release that wrote it",
                VERSION,
                CURRENT,
                root.path(VERSION).isValueNode() ? root.path(VERSION) : "none");
        ((ObjectNode) root).remove(List.of(FORMAT, VERSION));
        requireNoNull(root);
        try {
            return JSON.treeToValue(root, ReformerConfig.class);
        } catch (JsonMappingException wrong) {
            throw new IllegalArgumentException(sentence(wrong), wrong);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    "the model configuration does not parse: " + wrong.getOriginalMessage(), wrong);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "the model configuration is no JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static void requireNoNull(JsonNode root) {
        Deque<JsonNode> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            for (JsonNode child : open.pop()) {
                require(!child.isNull(), "the model configuration holds a null; every field needs a value");
                open.push(child);
            }
        }
    }

    /** What our own checks say, or what does not fit and where. */
    private static String sentence(JsonMappingException wrong) {
        if (wrong.getCause() instanceof IllegalArgumentException ours && ours.getMessage() != null) {
            return "the model configuration does not hold: " + ours.getMessage();
        }
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            return String.format(
                    "the model configuration has the field '%s', which this release does not know; remove it, or use the "
                            + "release that wrote it",
                    unknown.getPropertyName());
        }
        return String.format(
                "the model configuration does not fit at '%s': %s",
                wrong.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining(".")),
                wrong.getOriginalMessage());
    }

    private static String beginning(String json) {
        return json.length() <= 80 ? json : json.substring(0, 80) + "…";
    }
}
