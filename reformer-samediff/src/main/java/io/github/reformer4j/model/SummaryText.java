package io.github.reformer4j.model;

import java.util.Locale;

/** A {@link ModelSummary} as tables: a name at the left, numbers at the right. */
final class SummaryText {

    private static final double MEBI = 1 << 20;
    private static final String ROW = "  %-32s %,15d%n";
    private static final String MEMORY_ROW = "  %-32s %,15.1f MiB%n";

    private final StringBuilder text = new StringBuilder();

    private SummaryText() {}

    static String of(ModelSummary summary) {
        SummaryText tables = new SummaryText();
        Workload load = summary.load();
        tables.append("parameters%n");
        summary.parts().forEach(part -> tables.append(ROW, part.name(), part.parameters()));
        tables.append(ROW, "total", summary.parameters());
        tables.append(
                "%nmemory of a training step, at most, by estimate: %d x %,d tokens, %s, %s, optimizer %s%n",
                load.batch(), load.length(), load.type(), summary.config().memory(), load.updater());
        tables.memory(summary.trainingStep());
        tables.append("%nmemory of a forward pass, at most, by estimate%n");
        tables.memory(summary.forwardPass());
        return tables.text.toString();
    }

    private void memory(MemoryEstimate estimate) {
        estimate.items().forEach((item, bytes) -> append(MEMORY_ROW, item.title(), bytes / MEBI));
        append(MEMORY_ROW, "total", estimate.total() / MEBI);
    }

    @com.google.errorprone.annotations.FormatMethod
    private void append(@com.google.errorprone.annotations.FormatString String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments));
    }
}
