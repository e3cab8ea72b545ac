package io.github.reformer4j.zoo.index;

import static io.github.reformer4j.check.Check.require;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a model.
 *
 * @param name in the model's folder
 * @param size bytes; {@link #UNKNOWN} where the hash is unknown too
 * @param sha256 in hexadecimal; null: nobody has told it, and the first download records it
 * @param sources where it can be had, the first one first: {@code http:}, {@code https:}, {@code file:} or
 *     {@code classpath:/}
 */
public record ModelFile(String name, long size, @Nullable String sha256, List<URI> sources) {

    /** A size that nobody has told. */
    public static final long UNKNOWN = -1;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> SCHEMES = Set.of("http", "https", "file", "classpath");
    private static final Set<String> RESERVED = Set.of(".part", ".origin", ".sha256");

    public ModelFile {
        String given = name;
        require(
                NAME.matcher(name).matches() && RESERVED.stream().noneMatch(given::endsWith),
                "a file of a model has a plain name, with no folder and none of the endings %s, got '%s'; rename it",
                RESERVED.stream().sorted().toList(),
                name);
        require(
                sha256 == null || HASH.matcher(sha256).matches(),
                "the sha256 of %s must be 64 hexadecimal digits in small letters, got '%s'; sha256sum prints them",
                name,
                String.valueOf(sha256));
        require(
                size > 0 || (size == UNKNOWN && sha256 == null),
                "the size of %s must be positive, got %d; only a file whose sha256 is unknown may have none",
                name,
                size);
        require(!sources.isEmpty(), "%s has no URL; name at least one place to have it from", name);
        sources = List.copyOf(sources);
        sources.forEach(source -> requireKnownScheme(given, source));
    }

    private static void requireKnownScheme(String name, URI source) {
        String scheme = source.getScheme();
        require(
                scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)) && source.getPath() != null,
                "the URL '%s' of %s must begin with one of %s and a slash; write it as a whole",
                source,
                name,
                SCHEMES.stream().sorted().map(known -> known + ":").toList());
    }

    /** Whether it can be had from the class path. */
    public boolean isBundled() {
        return sources.stream().anyMatch(ModelFile::isResource);
    }

    /** Whether a source is on the class path. */
    public static boolean isResource(URI source) {
        return "classpath".equalsIgnoreCase(source.getScheme());
    }
}
