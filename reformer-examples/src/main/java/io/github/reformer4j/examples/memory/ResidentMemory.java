package io.github.reformer4j.examples.memory;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Memory that this process has in RAM, as Linux counts it in {@code /proc}. */
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String HIGH_WATER = "5";
    private static final long KIBI = 1024;

    private ResidentMemory() {}

    /** Whether the system tells. */
    public static boolean isTold() {
        return Files.isReadable(STATUS);
    }

    /** Throws a sentence where the system does not tell. */
    public static void requireLinux() {
        requireLinux(STATUS);
    }

    static void requireLinux(Path status) {
        require(
                Files.isReadable(status),
                "memory is measured by %s, which only Linux has; run this command there",
                status);
    }

    /** Bytes now. */
    public static long now() throws IOException {
        return bytes("VmRSS:");
    }

    /** The most bytes since {@link #resetHighest}. */
    public static long highest() throws IOException {
        return bytes("VmHWM:");
    }

    /** From here on the highest counts. */
    public static void resetHighest() throws IOException {
        Files.writeString(CLEAR, HIGH_WATER);
    }

    private static long bytes(String name) throws IOException {
        String line = Files.readAllLines(STATUS).stream()
                .filter(candidate -> candidate.startsWith(name))
                .findFirst()
                .orElse(null);
        require(line != null, "%s has no line %s; this system does not count memory", STATUS, name);
        return KIBI * Long.parseLong(Objects.requireNonNull(line).replaceAll("\\D", ""));
    }
}
