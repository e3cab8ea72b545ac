package io.github.reformer4j.zoo.index;

import static io.github.reformer4j.check.Check.require;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Name and version of a model: {@code java-small@1}, {@code google/reformer-enwik8@1}. Names are in small letters, so that
 * two of them are never one folder.
 *
 * @param name letters, digits, dots, underscores and single hyphens; one slash may part a publisher from the rest
 * @param version from 1 on
 */
public record ModelId(String name, int version) implements Comparable<ModelId> {

    private static final Pattern NAME = Pattern.compile("%1$s(/%1$s)?".formatted("[a-z0-9]+([._-][a-z0-9]+)*"));
    private static final int LONGEST = 100;

    private static final Comparator<ModelId> ORDER = Comparator.comparing(ModelId::name)
            .thenComparing(Comparator.comparingInt(ModelId::version).reversed());

    public ModelId {
        require(
                isName(name),
                "a model's name has small letters, digits and single dots, underscores or hyphens between them, and at most "
                        + "one slash, as in google/reformer-enwik8, got '%s'; rename it",
                name);
        require(version > 0, "the version of a model counts from 1, got %d for %s", version, name);
    }

    /** Whether a model may have this name. */
    public static boolean isName(String text) {
        return text.length() <= LONGEST && NAME.matcher(text).matches();
    }

    /** What this model's folder is called, below which its versions lie; no two names have the same. */
    public String folder() {
        return name.replace("/", "--");
    }

    /** By name; of one name the newest first. */
    @Override
    public int compareTo(ModelId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
