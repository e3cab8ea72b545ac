package io.github.reformer4j.offload;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A layer of a reversible stack: the boxes of all sets that have arrays of it. */
final class Layer {

    /** Names down to the first {@code layers.i}; a stack inside a layer moves with it. */
    private static final Pattern NAME = Pattern.compile("((?:.*?\\.)?layers\\.\\d+)(?:\\..*)?");

    private final Map<StoredSet, Box> boxes = new LinkedHashMap<>();
    private final Set<StoredSet> used = new LinkedHashSet<>();

    /** The layer that an array belongs to; null: to none, it stays in memory. */
    static @Nullable String nameOf(String array) {
        Matcher matcher = NAME.matcher(array);
        return matcher.matches() ? matcher.group(1) : null;
    }

    @Nullable
    Box box(StoredSet set) {
        return boxes.get(set);
    }

    void add(StoredSet set, Box box) {
        boxes.put(set, box);
    }

    void remove(StoredSet set) {
        boxes.remove(set);
        used.remove(set);
    }

    /** Sets of which arrays were asked for since the computation came to this layer. */
    Set<StoredSet> used() {
        return used;
    }

    /** Begins to fetch what belongs to these sets. */
    void fetch(Set<StoredSet> sets) {
        boxes.forEach((set, box) -> {
            if (sets.contains(set)) {
                box.fetch();
            }
        });
    }

    void leave() {
        boxes.values().forEach(Box::leave);
    }

    void settle() {
        boxes.values().forEach(Box::settle);
    }
}
