package io.github.reformer4j.zoo.index;

import static io.github.reformer4j.check.Check.require;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The fields of a JSON object, each asked for by name; what nobody asked for is an error in the end. */
final class JsonFields {

    private static final int BRIEF = 60;

    private final String where;
    private final JsonNode node;
    private final Set<String> asked = new TreeSet<>();

    /**
     * @param where named in messages
     * @param node which must be an object
     */
    JsonFields(String where, JsonNode node) {
        require(node.isObject(), "%s must be a JSON object, got %s", where, brief(node));
        this.where = where;
        this.node = node;
    }

    /** Throws a sentence that lists the fields that were not asked for. */
    void requireNoOthers() {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(asked);
        require(
                unknown.isEmpty(),
                "%s has the fields %s, which this release does not know; it knows %s: remove them, or use a newer release",
                where,
                unknown,
                asked);
    }

    String text(String key) {
        JsonNode value = field(key);
        require(value.isTextual(), "%s needs a text as %s, got %s", where, key, brief(value));
        return value.textValue();
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    long number(String key) {
        JsonNode value = field(key);
        require(
                value.isIntegralNumber() && value.canConvertToLong(),
                "%s needs a whole number as %s, got %s",
                where,
                key,
                brief(value));
        return value.longValue();
    }

    int small(String key) {
        long number = number(key);
        require(number == (int) number, "%s has %d as %s, which is too large", where, number, key);
        return (int) number;
    }

    boolean truth(String key, boolean otherwise) {
        JsonNode value = field(key);
        require(
                value.isMissingNode() || value.isBoolean(),
                "%s needs true or false as %s, got %s",
                where,
                key,
                brief(value));
        return value.isMissingNode() ? otherwise : value.booleanValue();
    }

    boolean has(String key) {
        return !field(key).isMissingNode();
    }

    JsonFields object(String key) {
        return new JsonFields(key + " of " + where, field(key));
    }

    /** The text of an object as it stands; null where there is none. */
    @Nullable
    String json(String key) {
        JsonNode value = field(key);
        require(
                value.isMissingNode() || value.isObject(),
                "%s needs a JSON object as %s, got %s",
                where,
                key,
                brief(value));
        return value.isMissingNode() ? null : value.toString();
    }

    List<JsonNode> list(String key) {
        JsonNode value = field(key);
        require(value.isArray(), "%s needs a list as %s, got %s", where, key, brief(value));
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(key)) {
            require(item.isTextual(), "%s has %s among its %s, expected texts", where, brief(item), key);
            texts.add(item.textValue());
        }
        return texts;
    }

    /** Numbers by name; empty where there are none. */
    Map<String, Double> numbers(String key) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (has(key)) {
            require(field(key).isObject(), "%s needs an object as %s, got %s", where, key, brief(field(key)));
            for (Iterator<Map.Entry<String, JsonNode>> all = field(key).fields(); all.hasNext(); ) {
                Map.Entry<String, JsonNode> one = all.next();
                require(
                        one.getValue().isNumber(),
                        "%s needs a number as %s '%s', got %s",
                        where,
                        key,
                        one.getKey(),
                        brief(one.getValue()));
                numbers.put(one.getKey(), one.getValue().doubleValue());
            }
        }
        return numbers;
    }

    private JsonNode field(String key) {
        asked.add(key);
        return node.path(key);
    }

    private static String brief(JsonNode value) {
        if (value.isMissingNode()) {
            return "none";
        }
        if (value.isContainerNode()) {
            return value.isArray() ? "a list" : "an object";
        }
        String text = value.toString();
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
    }
}
