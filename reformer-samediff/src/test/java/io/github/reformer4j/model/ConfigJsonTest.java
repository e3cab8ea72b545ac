package io.github.reformer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

class ConfigJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyConfigurationComesBackFromItsJson(long seed) {
        ReformerConfig config = RandomConfig.of(seed);

        assertThat(ReformerConfig.fromJson(config.toJson())).isEqualTo(config);
    }

    @Test
    void theFormatAndItsVersionComeFirst() {
        assertThat(TinyConfig.of(true).toJson().replaceAll("\\s", ""))
                .startsWith("{\"format\":\"reformer4j-config\",\"version\":1,\"vocabularySize\":9,");
    }

    static List<String> fields() throws JsonProcessingException {
        ObjectNode root = tree();
        List<String> names = new java.util.ArrayList<>();
        root.fieldNames().forEachRemaining(names::add);
        for (String nested : List.of("lsh", "local", "positions")) {
            root.path(nested).fieldNames().forEachRemaining(name -> names.add(nested + "/" + name));
        }
        root.at("/lsh/buckets").fieldNames().forEachRemaining(name -> names.add("lsh/buckets/" + name));
        return names;
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aMissingFieldIsNamed(String field) throws JsonProcessingException {
        ObjectNode root = tree();
        parent(root, field).remove(name(field));

        assertRefused(root.toString(), name(field));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void anUnknownFieldBesideAnyIsNamed(String field) throws JsonProcessingException {
        ObjectNode root = tree();
        parent(root, field).put("surprise", 1);

        assertRefused(root.toString(), "'surprise'");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aValueOfAnotherTypeIsRefused(String field) throws JsonProcessingException {
        ObjectNode root = tree();
        JsonNode value = parent(root, field).get(name(field));
        for (JsonNode wrong : List.of(JSON.readTree("\"1\""), JSON.readTree("1.5"), JSON.readTree("true"))) {
            boolean fits = value.getNodeType() == wrong.getNodeType() && (value.isDouble() || !value.isNumber());
            if (!fits || value.isTextual()) {
                parent(root, field).set(name(field), wrong);
                assertRefused(root.toString(), "");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aNullIsRefused(String field) throws JsonProcessingException {
        ObjectNode root = tree();
        parent(root, field).putNull(name(field));

        assertRefused(root.toString(), "");
    }

    static Stream<Arguments> texts() {
        String fine = TinyConfig.of(true).toJson();
        return Stream.of(
                arguments("", "JSON object"),
                arguments("null", "JSON object"),
                arguments("[]", "JSON object"),
                arguments("{}", "reformer4j-config"),
                arguments(fine + "1", "no JSON"),
                arguments(fine.substring(0, fine.length() - 3), "no JSON"),
                arguments(fine.replace("reformer4j-config", "bert"), "reformer4j-config"),
                arguments(fine.replace("\"version\" : 1", "\"version\" : 2"), "\"version\": 1, got 2"),
                arguments(fine.replace("\"version\" : 1", "\"version\" : \"1\""), "got \"1\""),
                arguments(fine.replace("\"heads\" : 2", "\"heads\" : 2, \"heads\" : 3"), "heads"),
                arguments(fine.replace("\"heads\" : 2", "\"heads\" : 99999999999"), "heads"),
                arguments(fine.replace("\"heads\" : 2", "\"heads\" : -2"), "heads must be positive"),
                arguments(fine.replace("\"rounds\" : 2", "\"rounds\" : 0"), "lsh.rounds must be positive"),
                arguments(fine.replace("\"LSH\"", "\"LHS\""), "LHS"),
                arguments(fine.replace("\"LSH\"", "\"\""), "attentionLayers"),
                arguments(fine.replace("\"LSH\"", "0"), "attentionLayers"),
                arguments(fine.replace("\"LSH\"", "null"), "null"),
                arguments(fine.replace("\"factors\" : [ 4 ]", "\"factors\" : [ 3 ]"), "even"),
                arguments(fine.replace("\"factors\" : [ 4 ]", "\"factors\" : [ null ]"), "null"),
                arguments(fine.replace("\"heads\" : 2", "\"heads\" : " + nested()), "heads"));
    }

    private static String nested() {
        return "[".repeat(50_000) + "]".repeat(50_000);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatIsNoConfigurationGetsASentence(String json, String named) {
        assertThat(json).isNotEqualTo(TinyConfig.of(true).toJson());
        assertRefused(json, named);
    }

    private static void assertRefused(String json, String named) {
        assertThatThrownBy(() -> ReformerConfig.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("configuration")
                .hasMessageContaining(named)
                .satisfies(thrown ->
                        assertThat(String.valueOf(thrown.getMessage())).hasSizeLessThan(1000));
    }

    private static ObjectNode tree() throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(TinyConfig.of(true).toJson());
    }

    private static ObjectNode parent(ObjectNode root, String field) {
        int end = field.lastIndexOf('/');
        return end < 0 ? root : (ObjectNode) root.at("/" + field.substring(0, end));
    }

    private static String name(String field) {
        return field.substring(field.lastIndexOf('/') + 1);
    }
}
