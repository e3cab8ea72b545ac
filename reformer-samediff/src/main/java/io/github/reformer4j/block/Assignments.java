package io.github.reformer4j.block;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Bucket ids that forward remembers for backward, by the path of the block. Recomputed activations differ in the last
 * bits, and one flipped bucket is a wrong gradient; so buckets are computed once a step.
 */
public final class Assignments {

    private final Map<String, int[]> byPath;

    private Assignments(Map<String, int[]> byPath) {
        this.byPath = byPath;
    }

    /** Nothing remembered yet. */
    public static Assignments empty() {
        return new Assignments(new ConcurrentHashMap<>());
    }

    /** What an earlier evaluation remembered. */
    public static Assignments of(Map<String, int[]> byPath) {
        return new Assignments(new ConcurrentHashMap<>(byPath));
    }

    /** What stands under the path, or what {@code compute} gives, which is remembered. */
    public int[] remember(String path, Supplier<int[]> compute) {
        int[] known = byPath.get(path);
        if (known == null) {
            known = compute.get();
            byPath.put(path, known);
        }
        return known;
    }

    /** What is remembered, by path. */
    public Map<String, int[]> byPath() {
        return Map.copyOf(byPath);
    }
}
