package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.bench.LengthTimes;
import io.github.reformer4j.examples.memory.ResidentMemory;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** How much is measured of what attention and training cost. */
public enum Costs {
    /** Nothing. */
    NONE(List.of(), 0, List.of(), 0),
    /** So much that it takes half a minute. */
    SMALL(List.of(512, 1024, 2048, 4096), 3, List.of(2, 8), 2048),
    /** So much that slopes are seen well: some minutes. */
    FULL(List.of(1024, 2048, 4096, 8192, 16384), 5, List.of(2, 4, 8, 16), 4096);

    private static final double WARM_UP_SECONDS = 0.1;

    @SuppressWarnings("ImmutableEnumChecker") // lists that nobody can change
    private final List<Integer> lengths;

    private final int repetitions;

    @SuppressWarnings("ImmutableEnumChecker") // lists that nobody can change
    private final List<Integer> depths;

    private final int tokens;

    Costs(List<Integer> lengths, int repetitions, List<Integer> depths, int tokens) {
        this.lengths = lengths;
        this.repetitions = repetitions;
        this.depths = depths;
        this.tokens = tokens;
    }

    /** Measures, and adds the pictures to a page, or why they are not there; says now and then how far it is. */
    public void addTo(Page page, Consumer<String> progress) throws IOException, InterruptedException {
        if (this == NONE) {
            page.leaveOut("Time by length and memory by depth: --costs small or --costs full measures them.");
            return;
        }
        page.add(TimeFigure.of(LengthTimes.measure(lengths, repetitions, WARM_UP_SECONDS, progress)));
        if (!ResidentMemory.isTold()) {
            page.leaveOut("Memory by depth: it is measured on Linux alone.");
            return;
        }
        page.add(MemoryFigure.of(MemoryFigure.measure(depths, tokens, progress)));
        if (this == SMALL) {
            page.leaveOut(
                    "Longer sequences and more depths: --costs full measures up to 16,384 tokens and 16 layers, in minutes.");
        }
    }
}
