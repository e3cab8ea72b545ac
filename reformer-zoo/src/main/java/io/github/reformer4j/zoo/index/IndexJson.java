package io.github.reformer4j.zoo.index;

import static io.github.reformer4j.check.Check.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Reads an index in JSON; {@code docs/zoo.md} shows one. Whatever it does not know is an error. */
final class IndexJson {

    private static final String NAME = "reformer4j-index";
    private static final int CURRENT = 1;
    private static final int MOST_MODELS = 10_000;
    private static final int DEEPEST = 50;

    /** What stands in place of a hash that nobody has told. */
    private static final String AT_FIRST_DOWNLOAD = "recorded at first download";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final URI location;

    private IndexJson(URI location) {
        this.location = location;
    }

    static List<ModelEntry> read(byte[] json, URI location) {
        try {
            return new IndexJson(location).models(tree(json));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    String.format("the index of models at %s does not hold: %s", location, wrong.getMessage()), wrong);
        }
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString());
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("it is no JSON (" + broken.getOriginalMessage() + ")", broken);
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException("it is no text in UTF-8", broken);
        }
    }

    /** What is nested deeper cannot be written out again without running out of stack. */
    private static void requireShallow(JsonNode root) {
        List<JsonNode> level = List.of(root);
        for (int depth = 0; !level.isEmpty(); depth++) {
            require(depth <= DEEPEST, "it is nested deeper than %d levels", DEEPEST);
            List<JsonNode> below = new ArrayList<>();
            level.forEach(node -> node.forEach(below::add));
            level = below;
        }
    }

    private List<ModelEntry> models(JsonNode root) {
        requireShallow(root);
        JsonFields fields = new JsonFields("it", root);
        String format = fields.text("format");
        require(format.equals(NAME), "its format must be '%s', got '%s'", NAME, format);
        long version = fields.number("version");
        require(version == CURRENT, "its version is %d, this release reads version %d", version, CURRENT);
        List<JsonNode> nodes = fields.list("models");
        require(nodes.size() <= MOST_MODELS, "it has %d models, more than %d", nodes.size(), MOST_MODELS);
        fields.requireNoOthers();
        List<ModelEntry> entries = new ArrayList<>();
        for (JsonNode node : nodes) {
            entries.add(model(new JsonFields("model " + (entries.size() + 1), node)));
        }
        return entries;
    }

    private ModelEntry model(JsonFields model) {
        ModelId id = new ModelId(model.text("name"), model.small("version"));
        ModelEntry entry = new ModelEntry(
                id,
                model.text("format"),
                model.text("description"),
                model.json("configuration"),
                model.json("tokenizer"),
                files(id, model.list("files")),
                licence(model.object("licence")),
                model.text("data"),
                model.numbers("metrics"),
                model.text("command", ""),
                model.has("golden") ? golden(model.object("golden")) : null);
        model.requireNoOthers();
        return entry;
    }

    private List<ModelFile> files(ModelId id, List<JsonNode> nodes) {
        List<ModelFile> files = new ArrayList<>();
        for (JsonNode node : nodes) {
            JsonFields file = new JsonFields("file " + (files.size() + 1) + " of " + id, node);
            files.add(new ModelFile(
                    file.text("name"),
                    file.has("size") ? file.number("size") : ModelFile.UNKNOWN,
                    hash(file.text("sha256")),
                    file.texts("urls").stream().map(this::url).toList()));
            file.requireNoOthers();
        }
        return files;
    }

    private static @Nullable String hash(String text) {
        return text.equals(AT_FIRST_DOWNLOAD) ? null : text;
    }

    private URI url(String text) {
        try {
            return location.resolve(new URI(text));
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException(String.format("'%s' is no URL (%s)", text, wrong.getReason()), wrong);
        }
    }

    private static Licence licence(JsonFields licence) {
        Licence read = new Licence(licence.text("name"), licence.text("url", ""), licence.truth("accept", false));
        licence.requireNoOthers();
        return read;
    }

    private static GoldenOutput golden(JsonFields golden) {
        GoldenOutput read = new GoldenOutput(
                golden.text("prompt"), golden.small("tokens"), golden.number("seed"), golden.text("output"));
        golden.requireNoOthers();
        return read;
    }
}
