package io.github.reformer4j.zoo.index;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A list of models, by name and version; a name alone is its newest version. */
public final class ZooIndex {

    /** Bytes of an index in JSON. */
    static final int LARGEST = 4 << 20;

    private static final String BUNDLED = "/io/github/reformer4j/zoo/index.json";

    private final Map<ModelId, ModelEntry> entries;

    private ZooIndex(Map<ModelId, ModelEntry> entries) {
        this.entries = entries;
    }

    /** An index of these models. */
    public static ZooIndex of(Collection<ModelEntry> models) {
        Map<ModelId, ModelEntry> entries = new TreeMap<>();
        for (ModelEntry entry : models) {
            require(
                    entries.put(entry.id(), entry) == null,
                    "the index has %s twice; give one of them another version",
                    entry.id());
        }
        return new ZooIndex(entries);
    }

    /** The index that comes with this library. */
    public static ZooIndex bundled() {
        try (InputStream stream = ZooIndex.class.getResourceAsStream(BUNDLED)) {
            byte[] json = Objects.requireNonNull(stream, BUNDLED).readNBytes(LARGEST + 1);
            return parse(json, URI.create("classpath:" + BUNDLED));
        } catch (IOException problem) {
            throw new UncheckedIOException("the index of models in this library cannot be read", problem);
        }
    }

    /**
     * An index in a file of one's own.
     *
     * @throws IllegalArgumentException with a sentence where it is none
     * @throws UncheckedIOException where it cannot be read
     */
    public static ZooIndex read(Path file) {
        require(Files.isRegularFile(file), "there is no index of models at %s; check the path", file);
        try (InputStream stream = Files.newInputStream(file)) {
            return parse(stream.readNBytes(LARGEST + 1), file.toUri());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /**
     * An index in JSON.
     *
     * @param location where it stands; URLs without a scheme are meant from here
     */
    static ZooIndex parse(byte[] json, URI location) {
        require(
                json.length <= LARGEST,
                "the index of models at %s is larger than %d bytes; split it into several",
                location,
                LARGEST);
        return of(IndexJson.read(json, location));
    }

    /** Both; where name and version are the same, the other's model counts. */
    public ZooIndex with(ZooIndex other) {
        Map<ModelId, ModelEntry> both = new TreeMap<>(entries);
        both.putAll(other.entries);
        return new ZooIndex(both);
    }

    /** By name, of one name the newest first. */
    public List<ModelEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** Whether there is a model of this name, {@code NAME} or {@code NAME@VERSION}. */
    public boolean contains(String wanted) {
        return entries.keySet().stream()
                .anyMatch(id -> id.name().equals(wanted) || id.toString().equals(wanted));
    }

    /**
     * The model of this name.
     *
     * @param wanted {@code NAME}, for its newest version, or {@code NAME@VERSION}
     * @throws IllegalArgumentException with a sentence that names the nearest, where there is none
     */
    public ModelEntry find(String wanted) {
        int at = wanted.lastIndexOf('@');
        String name = at < 0 ? wanted : wanted.substring(0, at);
        List<ModelEntry> versions = entries.values().stream()
                .filter(entry -> entry.id().name().equals(name))
                .toList();
        require(!versions.isEmpty(), "there is no model '%s' in the zoo; %s", wanted, instead(name));
        return versions.stream()
                .filter(entry -> at < 0 || entry.id().toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "there is no version %s of the model %s; there are %s",
                        wanted.substring(at + 1),
                        name,
                        versions.stream()
                                .map(entry -> entry.id().version())
                                .sorted()
                                .toList())));
    }

    /** Names that are near to this one, the nearest first; at most three. */
    public List<String> nearest(String name) {
        return NearestNames.to(name, names());
    }

    private List<String> names() {
        return entries.keySet().stream().map(ModelId::name).distinct().toList();
    }

    private String instead(String name) {
        List<String> nearest = nearest(name);
        return nearest.isEmpty() ? "there are " + names() : "did you mean " + String.join(" or ", nearest) + "?";
    }
}
