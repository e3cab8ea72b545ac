package io.github.reformer4j.examples.robustness;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.examples.memory.ResidentMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Resident memory of this process, noted again and again while something runs, in bytes. */
public final class MemorySamples {

    private final List<Long> bytes = new ArrayList<>();

    /** Notes what it is now. */
    public void take() throws IOException {
        add(ResidentMemory.now());
    }

    void add(long sample) {
        bytes.add(sample);
    }

    /** Mean of one third of the samples, in the order in which they were taken: 0, 1 or 2. */
    public double ofThird(int third) {
        require(bytes.size() >= 3, "three thirds need three samples, got %d; run longer", bytes.size());
        int from = bytes.size() * third / 3;
        int to = bytes.size() * (third + 1) / 3;
        return bytes.subList(from, to).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElseThrow();
    }

    /** By how much the last third is above the middle one; the first is warm-up. */
    public double growth() {
        return ofThird(2) - ofThird(1);
    }
}
