package io.github.reformer4j.data;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which images are variants of one another, by their names, so that none is trained on while another is held out. A file
 * that is named by the code points of an emoji ({@code 1f469-1f3fd-200d-1f33e.png}) belongs to the set of those that draw
 * it: skin tones, joiners, signs of gender and direction do not count, and man, woman and person are one. Any other file is
 * a group of its own.
 */
final class ImageGroup {

    private static final Pattern CODE_POINTS = Pattern.compile("[0-9a-f]{4,6}(-[0-9a-f]{4,6})*");

    /** Selector and joiner; the five skin tones; female, male, to the right. */
    private static final Set<String> VARIATIONS =
            Set.of("fe0f", "200d", "1f3fb", "1f3fc", "1f3fd", "1f3fe", "1f3ff", "2640", "2642", "27a1");

    private static final Set<String> PEOPLE = Set.of("1f468", "1f469", "1f9d1");

    private ImageGroup() {}

    /** The group of a name with any folders before it and an extension behind it. */
    static String of(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        String stem = (dot > 0 ? file.substring(0, dot) : file).toLowerCase(Locale.ROOT);
        if (!CODE_POINTS.matcher(stem).matches()) {
            return name;
        }
        Set<String> drawn = new TreeSet<>();
        for (String point : stem.split("-", -1)) {
            if (!VARIATIONS.contains(point)) {
                drawn.add(PEOPLE.contains(point) ? "person" : point);
            }
        }
        return drawn.isEmpty() ? stem : String.join("-", drawn);
    }
}
