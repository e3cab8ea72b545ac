package io.github.reformer4j.zoo.cache;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the cache is: {@code -Dreformer.cache}, else {@code REFORMER_CACHE}, else where this system keeps caches:
 * {@code $XDG_CACHE_HOME} or {@code ~/.cache} on Linux, {@code ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows.
 */
public final class CacheFolder {

    /** The system property. */
    public static final String PROPERTY = "reformer.cache";

    /** The environment variable. */
    public static final String VARIABLE = "REFORMER_CACHE";

    private static final String NAME = "reformer4j";

    private final Function<String, @Nullable String> properties;
    private final Function<String, @Nullable String> variables;

    CacheFolder(Function<String, @Nullable String> properties, Function<String, @Nullable String> variables) {
        this.properties = properties;
        this.variables = variables;
    }

    /** As this process was told. */
    public static Path ofThisProcess() {
        return new CacheFolder(System::getProperty, System::getenv).path();
    }

    Path path() {
        String told = first(properties.apply(PROPERTY), variables.apply(VARIABLE));
        return (told == null ? ofSystem() : Path.of(told)).toAbsolutePath();
    }

    private Path ofSystem() {
        String system = String.valueOf(properties.apply("os.name")).toLowerCase(Locale.ROOT);
        Path home = Path.of(String.valueOf(properties.apply("user.home")));
        if (system.startsWith("windows")) {
            String local = first(variables.apply("LOCALAPPDATA"), null);
            Path folder = local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
            return folder.resolve(NAME).resolve("cache");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches").resolve(NAME);
        }
        String xdg = first(variables.apply("XDG_CACHE_HOME"), null);
        // What is not absolute is to be ignored, says the specification of these folders.
        boolean usable = xdg != null && Path.of(xdg).isAbsolute();
        return (usable ? Path.of(String.valueOf(xdg)) : home.resolve(".cache")).resolve(NAME);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        if (one != null && !one.isBlank()) {
            return one;
        }
        return other == null || other.isBlank() ? null : other;
    }
}
