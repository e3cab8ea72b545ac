package io.github.reformer4j.zoo.huggingface;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.DiskProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A JSON object in a file, whose fields are asked for one by one, with the type that they must have and the value that holds
 * where they are missing or null.
 */
final class JsonFields {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Bytes; a configuration has some thousand. */
    private static final long LARGEST = 1 << 24;

    private static final int BRIEF = 60;

    private final Path file;
    private final JsonNode root;

    private JsonFields(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException with a sentence where it is not there or holds no JSON object
     */
    static JsonFields read(Path file) {
        require(Files.isRegularFile(file), "there is no file %s; give the folder of a whole model", file);
        try {
            long size = Files.size(file);
            require(size <= LARGEST, "%s holds %d bytes, too many for a configuration; check the path", file, size);
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            require(root.isObject(), "%s holds no JSON object; download it again", file);
            return new JsonFields(file, root);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    String.format("%s holds no JSON (%s); download it again", file, broken.getOriginalMessage()),
                    broken);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s could not be read (%s); check the disk and the permissions",
                            file, DiskProblem.reason(problem)),
                    problem);
        }
    }

    Path file() {
        return file;
    }

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        root.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether the field is there and not null. */
    boolean has(String key) {
        return root.hasNonNull(key);
    }

    int integer(String key, int otherwise) {
        return value(key, otherwise, JsonFields::isInteger, JsonNode::intValue, "a whole number");
    }

    double number(String key, double otherwise) {
        return value(key, otherwise, JsonNode::isNumber, JsonNode::doubleValue, "a number");
    }

    boolean flag(String key, boolean otherwise) {
        return value(key, otherwise, JsonNode::isBoolean, JsonNode::booleanValue, "true or false");
    }

    String text(String key, String otherwise) {
        return value(key, otherwise, JsonNode::isTextual, JsonNode::textValue, "a text");
    }

    List<Integer> integers(String key, List<Integer> otherwise) {
        return list(key, otherwise, JsonFields::isInteger, JsonNode::intValue, "a list of whole numbers");
    }

    /** A list of numbers, or one number, which is a list of one. */
    List<Integer> integerOrIntegers(String key, List<Integer> otherwise) {
        return isInteger(root.path(key)) ? List.of(root.path(key).intValue()) : integers(key, otherwise);
    }

    List<String> texts(String key, List<String> otherwise) {
        return list(key, otherwise, JsonNode::isTextual, JsonNode::textValue, "a list of texts");
    }

    /** How many fields the object has that stands there; −1 where nothing does. */
    int sizeOf(String key) {
        return value(key, -1, JsonNode::isContainerNode, JsonNode::size, "an object");
    }

    private static boolean isInteger(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt();
    }

    private <T> T value(
            String key, T otherwise, Predicate<JsonNode> fits, Function<JsonNode, T> reading, String expected) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode node = root.path(key);
        require(fits.test(node), "%s of %s must be %s, got %s", key, file, expected, shown(node));
        return reading.apply(node);
    }

    private <T> List<T> list(
            String key, List<T> otherwise, Predicate<JsonNode> fits, Function<JsonNode, T> reading, String expected) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode node = root.path(key);
        require(node.isArray(), "%s of %s must be %s, got %s", key, file, expected, shown(node));
        List<T> values = new ArrayList<>();
        for (JsonNode element : node) {
            require(fits.test(element), "%s of %s must be %s, got %s in it", key, file, expected, shown(element));
            values.add(reading.apply(element));
        }
        return values;
    }

    /** A value as it stands in messages. */
    String shown(String key) {
        return shown(root.path(key));
    }

    private static String shown(JsonNode node) {
        if (node.isContainerNode()) {
            return node.isArray() ? "a list" : "an object";
        }
        String text = node.isTextual() ? "'" + node.asText() + "'" : node.asText();
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
    }
}
