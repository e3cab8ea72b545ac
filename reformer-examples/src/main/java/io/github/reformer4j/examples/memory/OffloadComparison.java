package io.github.reformer4j.examples.memory;

import static io.github.reformer4j.check.Check.require;
import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.examples.process.Ended;
import io.github.reformer4j.examples.process.JvmCommand;
import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The same training twice, each in a process of its own: all in memory, and with layers in files.
 *
 * @param config of the model
 * @param length tokens of a sequence
 * @param steps of training
 * @param limit bytes of memory that the system lets the processes take, by {@code prlimit --data}; 0: any
 */
public record OffloadComparison(ReformerConfig config, int length, long steps, long limit) {

    public OffloadComparison {
        require(
                length > 1 && length <= config.maxPositions(),
                "--length must lie between 2 and the %d positions of the model, got %d",
                config.maxPositions(),
                length);
        require(steps > 0, "--steps must be positive, got %d", steps);
        require(limit >= 0, "--limit must not be negative (0: none), got %d", limit);
    }

    /** A model with so many layers of the kinds of another. */
    public static ReformerConfig deepened(ReformerConfig base, int layers) {
        require(layers > 0, "--layers must be positive, got %d", layers);
        List<AttentionKind> kinds = base.attentionLayers();
        return base.withAttentionLayers(IntStream.range(0, layers)
                .mapToObj(i -> kinds.get(i % kinds.size()))
                .toList());
    }

    /** All in memory; nothing where the limit is too low for it. */
    public Optional<OffloadRun> inMemory() throws IOException, InterruptedException {
        return run(List.of());
    }

    /** With layers in files of a folder; nothing where the limit is too low. */
    public Optional<OffloadRun> offloaded(Path folder) throws IOException, InterruptedException {
        return run(List.of(folder.toString()));
    }

    private Optional<OffloadRun> run(List<String> place) throws IOException, InterruptedException {
        ResidentMemory.requireLinux();
        Path file = Files.createTempFile("reformer", ".json");
        try {
            Files.writeString(file, config.toJson());
            List<String> command = command();
            command.addAll(List.of(file.toString(), String.valueOf(length), String.valueOf(steps)));
            command.addAll(place);
            Ended process = Ended.of(builder(command));
            Optional<OffloadRun> run = process.code() == 0 ? OffloadRun.parse(process.output()) : Optional.empty();
            requireState(
                    run.isPresent() || limit > 0,
                    "a process ended with code %d and printed: %s",
                    process.code(),
                    process.output());
            return run;
        } finally {
            Files.delete(file);
        }
    }

    /** Memory that was freed goes back to the system at once, or the highest would be that of a careless allocator. */
    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", String.valueOf(1 << 17));
        return builder;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        if (limit > 0) {
            command.addAll(List.of("prlimit", "--data=" + limit, "--core=0"));
        }
        command.addAll(JvmCommand.javaWithoutHeap());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
        if (limit > 0) {
            command.add("-XX:+SuppressFatalErrorMessage"); // a JVM that gets no memory would leave a file about it
        }
        command.addAll(List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        command.addAll(JvmCommand.main(OffloadedSteps.class));
        return command;
    }
}
