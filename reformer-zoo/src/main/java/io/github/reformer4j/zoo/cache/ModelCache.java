package io.github.reformer4j.zoo.cache;

import io.github.reformer4j.zoo.index.ModelEntry;
import java.nio.file.Path;

/**
 * A folder of models: in {@code NAME/VERSION/} the files of a model, beside each its hash in {@code FILE.sha256} as
 * {@code sha256sum} writes it. A slash in a name becomes two hyphens.
 *
 * @param root which need not exist
 */
public record ModelCache(Path root) {

    /** Where this model is, or would be. */
    public CachedModel of(ModelEntry entry) {
        String version = Integer.toString(entry.id().version());
        return new CachedModel(
                entry,
                root.resolve(entry.id().folder()).resolve(version),
                root.resolve(".locks").resolve(entry.id().folder() + "@" + version));
    }
}
