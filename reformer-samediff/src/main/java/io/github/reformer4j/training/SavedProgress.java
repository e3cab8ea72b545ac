package io.github.reformer4j.training;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.checkpoint.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * How far a training has come, as it stands in {@code progress.json}. Batches and chance are functions of seed and step, so
 * no state of a random generator is among it.
 *
 * @param step last step made; the optimiser's next iteration
 * @param tokens seen
 * @param seconds spent
 * @param bestBits lowest on held-out data; infinite where nothing was measured
 * @param identity see {@link TrainingIdentity}
 */
record SavedProgress(long step, long tokens, double seconds, double bestBits, Map<String, String> identity) {

    SavedProgress {
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
    }

    static SavedProgress beginning(Map<String, String> identity) {
        return new SavedProgress(0, 0, 0.0, Double.POSITIVE_INFINITY, identity);
    }

    SavedProgress after(long moreTokens, double newSeconds) {
        return new SavedProgress(step + 1, tokens + moreTokens, newSeconds, bestBits, identity);
    }

    SavedProgress withBest(double newBest) {
        return new SavedProgress(step, tokens, seconds, newBest, identity);
    }

    SavedProgress at(double newSeconds) {
        return new SavedProgress(step, tokens, newSeconds, bestBits, identity);
    }

    SavedProgress of(Map<String, String> newIdentity) {
        return new SavedProgress(step, tokens, seconds, bestBits, newIdentity);
    }

    String dataHash() {
        return String.valueOf(identity.get(TrainingIdentity.DATA));
    }

    long seed() {
        return Long.parseLong(String.valueOf(identity.get(TrainingIdentity.SEED)));
    }

    static final String FILE = "progress.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Writes it beside the files that belong to it, whose sizes go with it. */
    void write(Path folder) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("step", step).put("tokens", tokens).put("seconds", seconds);
        if (Double.isFinite(bestBits)) {
            node.put("bestBits", bestBits);
        }
        ObjectNode names = node.putObject("identity");
        identity.forEach(names::put);
        ObjectNode sizes = node.putObject("files");
        sizes(folder).forEach(sizes::put);
        AtomicFile.writeText(folder.resolve(FILE), JSON.writeValueAsString(node));
    }

    private static Map<String, Long> sizes(Path folder) throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                sizes.put(String.valueOf(file.getFileName()), Files.size(file));
            }
        }
        return sizes;
    }

    /** Reads it, or nothing where the checkpoint is not complete. */
    static Optional<SavedProgress> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode node;
        try {
            node = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException torn) {
            return Optional.empty();
        }
        return isWhole(folder, node.path("files")) ? Optional.of(of(folder, node)) : Optional.empty();
    }

    private static boolean isWhole(Path folder, JsonNode sizes) throws IOException {
        for (var names = sizes.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)
                    || Files.size(file) != sizes.path(name).asLong()) {
                return false;
            }
        }
        return sizes.size() > 0;
    }

    private static SavedProgress of(Path folder, JsonNode node) {
        require(
                node.path("step").isIntegralNumber() && node.path("tokens").isIntegralNumber(),
                "%s holds no step and tokens; remove that checkpoint to go on from another",
                folder.resolve(FILE));
        Map<String, String> identity = new LinkedHashMap<>();
        node.path("identity")
                .fields()
                .forEachRemaining(
                        entry -> identity.put(entry.getKey(), entry.getValue().asText()));
        return new SavedProgress(
                node.path("step").asLong(),
                node.path("tokens").asLong(),
                node.path("seconds").asDouble(),
                node.path("bestBits").asDouble(Double.POSITIVE_INFINITY),
                identity);
    }
}
