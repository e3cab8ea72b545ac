package io.github.reformer4j.zoo.tensors.safe;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.DiskProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The {@code weight_map} of an index: which tensor stands in which file. */
final class ShardIndex {

    /** Bytes. */
    private static final long LARGEST = 16L << 20;

    private static final int MOST_FILES = 1000;

    /** A plain name, so that no index leads out of its folder. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}");

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ShardIndex() {}

    static Map<String, String> read(Path index) {
        JsonNode map = tree(index).path("weight_map");
        require(map.isObject() && !map.isEmpty(), "%s has no weight_map; fetch the index again", index);
        Map<String, String> fileOfTensor = new LinkedHashMap<>();
        map.fields().forEachRemaining(field -> {
            String file = field.getValue().isTextual() ? field.getValue().asText() : "";
            require(
                    FILE.matcher(file).matches(),
                    "%s names the file of tensor %s as '%s', expected a plain name without a folder",
                    index,
                    field.getKey(),
                    file);
            fileOfTensor.put(field.getKey(), file);
        });
        long files = fileOfTensor.values().stream().distinct().count();
        require(
                files <= MOST_FILES,
                "%s names %d files, more than %d; fetch the index again",
                index,
                files,
                MOST_FILES);
        return fileOfTensor;
    }

    private static JsonNode tree(Path index) {
        try {
            long size = Files.size(index);
            require(size <= LARGEST, "%s has %d bytes, an index has at most %d; check the path", index, size, LARGEST);
            return JSON.readTree(Files.readString(index, StandardCharsets.UTF_8));
        } catch (JsonProcessingException | CharacterCodingException broken) {
            throw new IllegalArgumentException(
                    String.format("%s is no index: it holds no JSON; fetch the index again", index), broken);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s could not be read (%s); check the disk and the permissions",
                            index, DiskProblem.reason(problem)),
                    problem);
        }
    }
}
