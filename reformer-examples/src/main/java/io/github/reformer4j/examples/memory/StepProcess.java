package io.github.reformer4j.examples.memory;

import static io.github.reformer4j.check.Check.requireState;

import io.github.reformer4j.model.ReformerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Training steps in a JVM of their own: the class path and the flags of this one, a heap that is all in RAM from the
 * start, and an allocator that gives memory back to the system as soon as it is freed.
 */
public final class StepProcess {

    /** What the process prints before its number. */
    public static final String RESULT = "bytes ";

    /** Flags that the process gets values of its own for, and agents, which would measure with it. */
    private static final Pattern REPLACED = Pattern.compile("-Xm[snx].*|-XX:\\+Use\\w+GC|-javaagent:.*|-agentlib:.*");

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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", String.valueOf(1 << 17));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        requireState(
                code == 0 && output.contains(RESULT),
                "the process that is measured ended with code %d (137: the system ran out of memory) and printed: %s",
                code,
                output);
        return Long.parseLong(
                output.substring(output.lastIndexOf(RESULT) + RESULT.length()).strip());
    }

    private static List<String> flags() {
        List<String> flags =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        flags.removeIf(flag -> REPLACED.matcher(flag).matches());
        long heap = Runtime.getRuntime().maxMemory();
        flags.addAll(List.of("-Xms" + heap, "-Xmx" + heap, YOUNG, "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"));
        flags.addAll(List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        flags.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return flags;
    }
}
