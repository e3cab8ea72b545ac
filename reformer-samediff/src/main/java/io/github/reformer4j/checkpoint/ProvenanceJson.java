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
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "the provenance of a checkpoint is no JSON: " + broken.getOriginalMessage(), broken);
        }
        require(
                node.path("seed").isIntegralNumber(),
                "the provenance of a checkpoint has no whole number seed: %s",
                node);
        require(
                node.path("steps").isIntegralNumber(),
                "the provenance of a checkpoint has no whole number steps: %s",
                node);
        return new Provenance(
                node.path("libraryVersion").asText(),
                node.path("seed").asLong(),
                node.path("steps").asLong(),
                node.path("dataHash").asText(),
                node.path("command").asText());
    }
}
