package io.github.reformer4j.checkpoint;

import static io.github.reformer4j.check.Check.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Turns the JSON of a safetensors header into entries that are known to fit the file. */
final class HeaderParser {

    private static final String REMEDY = "; copy or download the file again";
    private static final int MOST_AXES = 32;
    private static final int BRIEF = 60;

    /** Numbers of a tensor: what a Java array holds. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8L;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path path;
    private final long dataSize;

    /**
     * @param path named in messages
     * @param dataSize bytes behind the header
     */
    HeaderParser(Path path, long dataSize) {
        this.path = path;
        this.dataSize = dataSize;
    }

    TensorHeader parse(String json, long dataStart) {
        JsonNode root = tree(json);
        require(root.isObject(), "%s is no safetensors file: its header is no JSON object" + REMEDY, path);
        List<TensorEntry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        root.fields().forEachRemaining(field -> {
            if (field.getKey().equals(TensorHeader.METADATA)) {
                readMetadata(field.getValue(), metadata);
            } else {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        });
        entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        requireFilled(entries);
        return new TensorHeader(entries, metadata, dataStart);
    }

    private JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s is no safetensors file or is damaged: its header is no JSON (%s)%s",
                            path, broken.getOriginalMessage(), REMEDY),
                    broken);
        }
    }

    private void readMetadata(JsonNode node, Map<String, String> into) {
        require(node.isObject(), "%s has a %s that is no object of texts" + REMEDY, path, TensorHeader.METADATA);
        node.fields().forEachRemaining(field -> {
            require(
                    field.getValue().isTextual(),
                    "%s has %s as %s.%s, expected a text" + REMEDY,
                    path,
                    brief(field.getValue()),
                    TensorHeader.METADATA,
                    field.getKey());
            into.put(field.getKey(), field.getValue().asText());
        });
    }

    private TensorEntry entry(String name, JsonNode node) {
        TensorType type = type(name, node.path("dtype"));
        long[] shape = longs(name, "shape", node.path("shape"));
        long[] offsets = longs(name, "data_offsets", node.path("data_offsets"));
        require(
                offsets.length == 2 && offsets[0] <= offsets[1],
                "tensor %s of %s has the data_offsets %s, expected a begin and an end" + REMEDY,
                name,
                path,
                Arrays.toString(offsets));
        long needed = type.bytes() * numbers(name, shape);
        require(
                needed == offsets[1] - offsets[0],
                "tensor %s of %s has %d bytes for the shape %s in %s, expected %d" + REMEDY,
                name,
                path,
                offsets[1] - offsets[0],
                Arrays.toString(shape),
                type,
                needed);
        return new TensorEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private TensorType type(String name, JsonNode dtype) {
        return Arrays.stream(TensorType.values())
                .filter(TensorType::isFloating)
                .filter(known -> dtype.isTextual() && known.name().equals(dtype.asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "tensor %s of %s has the dtype %s; F16, BF16, F32 and F64 are read, so convert it to one of these",
                        name, path, brief(dtype))));
    }

    private long numbers(String name, long[] shape) {
        require(
                shape.length <= MOST_AXES,
                "tensor %s of %s has %d axes, more than %d" + REMEDY,
                name,
                path,
                shape.length,
                MOST_AXES);
        long numbers = 1;
        for (long size : shape) {
            // Divided, because a product of claimed sizes can wrap around to one that fits.
            require(
                    size > 0 && size <= MOST_NUMBERS / numbers,
                    "tensor %s of %s claims the shape %s; sizes must be positive and multiply to no more than %d"
                            + REMEDY,
                    name,
                    path,
                    Arrays.toString(shape),
                    MOST_NUMBERS);
            numbers *= size;
        }
        return numbers;
    }

    private long[] longs(String name, String key, JsonNode list) {
        require(list.isArray(), "tensor %s of %s has no list %s" + REMEDY, name, path, key);
        long[] values = new long[list.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = list.get(i);
            require(
                    value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0,
                    "tensor %s of %s has %s in its %s, expected whole numbers that are not negative" + REMEDY,
                    name,
                    path,
                    brief(value),
                    key);
            values[i] = value.asLong();
        }
        return values;
    }

    private void requireFilled(List<TensorEntry> entries) {
        long end = 0;
        for (TensorEntry entry : entries) {
            require(
                    entry.begin() == end,
                    "tensor %s of %s begins at byte %d of the data, but the one before ends at %d: they overlap or leave "
                            + "a hole" + REMEDY,
                    entry.name(),
                    path,
                    entry.begin(),
                    end);
            end = entry.end();
        }
        require(
                end == dataSize,
                "%s holds %d bytes of data, but its tensors need %d: it was cut off or is not what it claims to be"
                        + REMEDY,
                path,
                dataSize,
                end);
    }

    /** A value as it stands in messages; what is nested may be too deep to be written out. */
    private static String brief(JsonNode value) {
        if (value.isContainerNode() || value.isMissingNode()) {
            return "no single value";
        }
        String text = value.isTextual() ? "'" + value.asText() + "'" : value.asText();
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
    }
}
