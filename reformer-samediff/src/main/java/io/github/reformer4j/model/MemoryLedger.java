package io.github.reformer4j.model;

import java.util.EnumMap;
import java.util.Map;

/** Books of memory taken and given back, which remember the moment when most was taken. */
final class MemoryLedger {

    private final Map<MemoryItem, Long> now = new EnumMap<>(MemoryItem.class);
    private Map<MemoryItem, Long> highest = new EnumMap<>(MemoryItem.class);
    private long total;
    private long peak;

    /** Takes bytes that stay until they are given back. */
    void take(MemoryItem item, long bytes) {
        now.merge(item, bytes, Long::sum);
        total += bytes;
        if (total > peak) {
            peak = total;
            highest = new EnumMap<>(now);
        }
    }

    /** Gives bytes back. */
    void give(MemoryItem item, long bytes) {
        now.merge(item, -bytes, Long::sum);
        total -= bytes;
    }

    /** Gives back all of an item. */
    void giveAll(MemoryItem item) {
        give(item, now.getOrDefault(item, 0L));
    }

    /** Takes bytes for a moment. */
    void touch(MemoryItem item, long bytes) {
        take(item, bytes);
        give(item, bytes);
    }

    /** What was taken by which item at the peak. */
    Map<MemoryItem, Long> atPeak() {
        return highest;
    }
}
