package io.github.reformer4j.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Memory at the moment when most of it is taken, beside what the JVM and ND4J take without a model.
 *
 * @param items bytes by what they are for; what takes nothing at that moment is absent
 */
public record MemoryEstimate(Map<MemoryItem, Long> items) {

    public MemoryEstimate {
        Map<MemoryItem, Long> taken = new EnumMap<>(MemoryItem.class);
        items.forEach((item, bytes) -> {
            if (bytes > 0) {
                taken.put(item, bytes);
            }
        });
        items = Collections.unmodifiableMap(taken);
    }

    /** Bytes of an item, 0 where there is none. */
    public long bytes(MemoryItem item) {
        return items.getOrDefault(item, 0L);
    }

    /** Bytes of all items. */
    public long total() {
        return items.values().stream().mapToLong(Long::longValue).sum();
    }
}
