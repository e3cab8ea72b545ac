package io.github.reformer4j.examples.memory;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.examples.process.Ended;
import io.github.reformer4j.examples.process.JvmCommand;
import io.github.reformer4j.model.ReformerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Training steps in a JVM of their own: the class path and the flags of this one, a heap that is all in RAM from the
 * start, and an allocator that gives memory back to the system as soon as it is freed.
 */
public final class StepProcess {

    /** What the process prints before its number. */
    public static final String RESULT = "bytes ";

    /** A small young generation: ND4J leaves the index lists of row lookups to the collector, which then comes by often. */
    private static final String YOUNG = "-Xmn32m";

    private StepProcess() {}

    /**
     * The highest memory of two training steps with Adam, in bytes, beyond that of a JVM with ND4J.
     *
     * @throws IllegalArgumentException with a sentence on systems without {@code /proc}
     * @throws IllegalStateException where the process fails, with what it printed
     */
    public static long measure(ReformerConfig config, int batch, int length) throws IOException, InterruptedException {
        ResidentMemory.requireLinux();
        Path file = Files.createTempFile("reformer", ".json");
        try {
            Files.writeString(file, config.toJson());
            return measure(MeasuredStep.class, List.of(file.toString(), String.valueOf(batch), String.valueOf(length)));
        } finally {
            Files.delete(file);
        }
    }

    /**
     * The bytes that another main class measures in such a process and prints behind {@link #RESULT}.
     *
     * @throws IllegalStateException where the process fails, with what it printed
     */
    public static long measure(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = JvmCommand.javaWithoutHeap();
        command.addAll(ownFlags());
        command.addAll(JvmCommand.main(main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", String.valueOf(1 << 17));
        Ended process = Ended.of(builder);
        String output = process.output();
        requireState(
                process.code() == 0 && output.contains(RESULT),
                "the process that is measured ended with code %d (137: the system ran out of memory) and printed: %s",
                process.code(),
                output);
        return Long.parseLong(
                output.substring(output.lastIndexOf(RESULT) + RESULT.length()).strip());
    }

    private static List<String> ownFlags() {
        long heap = Runtime.getRuntime().maxMemory();
        return List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                YOUNG,
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    }
}
