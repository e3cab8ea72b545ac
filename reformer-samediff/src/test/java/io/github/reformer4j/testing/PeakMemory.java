package io.github.reformer4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most memory that a main class of the tests has in RAM, as Linux counts it, in a JVM of its own. */
public final class PeakMemory {

    private static final String RESULT = "bytes ";

    private PeakMemory() {}

    /** Bytes of a process whose main class calls {@link #report} last. */
    public static long of(Class<?> main, Object... arguments) throws IOException, InterruptedException {
        List<String> command = NewJvm.command(main, arguments);
        // A heap that is all there from the start, and memory that goes back to the system as soon as it is freed.
        command.addAll(1, List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"));
        command.addAll(1, List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", String.valueOf(1 << 17));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Long.parseLong(
                output.substring(output.lastIndexOf(RESULT) + RESULT.length()).strip());
    }

    /** Prints what this process had at its highest. */
    public static void report() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(candidate -> candidate.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        System.out.println(RESULT + 1024 * Long.parseLong(line.replaceAll("\\D", "")));
    }
}
