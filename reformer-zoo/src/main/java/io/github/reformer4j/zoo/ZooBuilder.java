package io.github.reformer4j.zoo;

import io.github.reformer4j.zoo.cache.CacheFolder;
import io.github.reformer4j.zoo.cache.ModelCache;
import io.github.reformer4j.zoo.download.FetchListener;
import io.github.reformer4j.zoo.download.Patience;
import io.github.reformer4j.zoo.index.ZooIndex;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Zoo}. What is not said here is as the system properties {@code reformer.cache}, {@code reformer.offline}
 * and {@code reformer.index} say, else the environment variables {@code REFORMER_CACHE}, {@code REFORMER_OFFLINE} and
 * {@code REFORMER_INDEX}.
 */
public final class ZooBuilder {

    private static final Set<String> YES = Set.of("1", "true", "yes");
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private @Nullable Path cache;
    private ZooIndex index = ZooIndex.bundled();
    private boolean offline = YES.contains(told("offline").toLowerCase(Locale.ROOT));
    private boolean verifyHits;
    private boolean acceptLicence;
    private Patience patience = Patience.DEFAULT;
    private FetchListener listener = FetchListener.NONE;

    ZooBuilder() {
        SEPARATOR.splitAsStream(told("index")).filter(file -> !file.isBlank()).forEach(file -> index(Path.of(file)));
    }

    private static String told(String what) {
        String variable = System.getenv("REFORMER_" + what.toUpperCase(Locale.ROOT));
        return System.getProperty("reformer." + what, variable == null ? "" : variable);
    }

    /** Keeps models in this folder. */
    public ZooBuilder cache(Path folder) {
        cache = folder;
        return this;
    }

    /** Adds the models of an index in a file; where name and version are the same, they count. */
    public ZooBuilder index(Path file) {
        return index(ZooIndex.read(file));
    }

    /** Adds the models of an index; where name and version are the same, they count. */
    public ZooBuilder index(ZooIndex more) {
        index = index.with(more);
        return this;
    }

    /** Uses no network: bundled models, the cache and {@code file:} sources alone. */
    public ZooBuilder offline(boolean yes) {
        offline = yes;
        return this;
    }

    /** Hashes what is in the cache before it is used; else sizes and recorded hashes are compared. */
    public ZooBuilder verifyHits(boolean yes) {
        verifyHits = yes;
        return this;
    }

    /** Accepts the licences of models that ask for it. */
    public ZooBuilder acceptLicence(boolean yes) {
        acceptLicence = yes;
        return this;
    }

    /** Waits and tries as long as this. */
    public ZooBuilder patience(Patience newPatience) {
        patience = newPatience;
        return this;
    }

    /** Tells how far downloads are. */
    public ZooBuilder listener(FetchListener newListener) {
        listener = newListener;
        return this;
    }

    /** The zoo. */
    public Zoo build() {
        Path folder = cache == null ? CacheFolder.ofThisProcess() : cache.toAbsolutePath();
        return new Zoo(
                index, new ModelCache(folder), new ZooSettings(offline, verifyHits, acceptLicence, patience, listener));
    }
}
