package io.github.reformer4j.examples.cli;

import io.github.reformer4j.model.LanguageModel;
import io.github.reformer4j.model.ModelSummary;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.Workload;
import io.github.reformer4j.reversible.MemoryMode;
import io.github.reformer4j.zoo.NamedConfigurations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command that trains is asked to hold in memory, and what would fit in its place.
 *
 * @param preset name of the configuration
 * @param config of the model
 * @param batch sequences
 * @param length tokens of a sequence
 */
record MemoryNeed(String preset, ReformerConfig config, int batch, int length) {

    /** The need of a command with these options; none where it has no such options, or they name nothing that there is. */
    static Optional<MemoryNeed> of(CommandSpec command) {
        if (!(value(command, "--preset") instanceof String preset)
                || !(value(command, "--length") instanceof Integer length)
                || !(value(command, "--batch") instanceof Integer batch)
                || !NamedConfigurations.names().contains(preset)) {
            return Optional.empty();
        }
        ReformerConfig config = NamedConfigurations.byName(preset);
        boolean known = batch > 0 && length > 0 && length <= config.maxPositions();
        if (value(command, "--memory") instanceof MemoryMode memory) {
            config = config.withMemory(memory);
        }
        return known ? Optional.of(new MemoryNeed(preset, config, batch, length)) : Optional.empty();
    }

    private static @Nullable Object value(CommandSpec command, String name) {
        OptionSpec option = command.findOption(name);
        return option == null ? null : option.getValue();
    }

    /** Of a training step, beside the heap and what a process takes without a model. */
    long bytes() {
        return bytes(batch, length);
    }

    private long bytes(int sequences, int tokens) {
        ModelSummary summary = LanguageModel.summaryOf(config, Workload.of(sequences, tokens));
        return summary.trainingStep().total();
    }

    /** What was asked for. */
    String asked() {
        return String.format(
                Locale.ROOT,
                "a training step of --preset %s (%d layers) with --batch %d and --length %d takes about %s beside the Java "
                        + "heap",
                preset,
                config.attentionLayers().size(),
                batch,
                length,
                MachineMemory.gibibytes(bytes()));
    }

    /** What would take no more than {@code limit}. */
    String fitting(long limit) {
        List<String> offers = new ArrayList<>();
        halved(batch, b -> bytes(b, length), limit).ifPresent(b -> offers.add("--batch " + b));
        halved(length, n -> bytes(batch, n), limit).ifPresent(n -> offers.add("--length " + n));
        if (offers.isEmpty()) {
            halved(length, n -> bytes(1, n), limit).ifPresent(n -> offers.add("--batch 1 with --length " + n));
        }
        return offers.isEmpty() ? "choose a smaller --preset" : String.join(" or ", offers) + " would fit";
    }

    /** The number halved, again and again, until it takes little enough. */
    private static OptionalInt halved(int number, IntToLongFunction bytes, long limit) {
        for (int less = number / 2; less > 0; less /= 2) {
            if (bytes.applyAsLong(less) <= limit) {
                return OptionalInt.of(less);
            }
        }
        return OptionalInt.empty();
    }
}
