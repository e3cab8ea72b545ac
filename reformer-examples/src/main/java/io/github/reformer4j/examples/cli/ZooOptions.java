package io.github.reformer4j.examples.cli;

import io.github.reformer4j.zoo.Zoo;
import io.github.reformer4j.zoo.ZooBuilder;
import io.github.reformer4j.zoo.cache.CachedModel;
import io.github.reformer4j.zoo.index.ModelEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which index and which cache. */
final class ZooOptions {

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Where fetched models are kept; default: -Dreformer.cache, else REFORMER_CACHE, else the "
                    + "system's folder for caches.")
    private @Nullable Path cache;

    @Option(
            names = "--index",
            paramLabel = "FILE",
            description = "A further index of models; may be given several times.")
    private List<Path> indexes = List.of();

    /** A zoo that nobody listens to. */
    Zoo zoo() {
        return builder().build();
    }

    ZooBuilder builder() {
        ZooBuilder builder = Zoo.builder();
        indexes.forEach(builder::index);
        return cache == null ? builder : builder.cache(cache);
    }

    /** What this machine has of a model, in words. */
    static String state(Zoo zoo, ModelEntry entry) throws IOException {
        CachedModel cached = zoo.cached(entry);
        if (cached.isAbsent()) {
            return entry.isBundled() ? "bundled" : "not fetched";
        }
        return cached.isWhole(false) ? "in the cache" : "in the cache, not sound";
    }

    /** Bytes for people. */
    static String size(long bytes) {
        return bytes < 0 ? "not known" : String.format(Locale.ROOT, "%,.1f MB", bytes * 1e-6);
    }
}
