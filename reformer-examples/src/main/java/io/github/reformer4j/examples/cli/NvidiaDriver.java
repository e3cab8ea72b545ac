package io.github.reformer4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The driver of an NVIDIA GPU. CUDA does not tell ND4J that it is too old, it says that there is no GPU; on Linux the kernel
 * knows the version.
 */
final class NvidiaDriver {

    /** From here on NVIDIA promises that what was built for a CUDA 11 runs (minor version compatibility). */
    static final String OLDEST = "450.80.02";

    /** The one that CUDA 11.6 came with. */
    static final String RECOMMENDED = "510.39.01";

    private static final Path KERNEL = Path.of("/proc/driver/nvidia/version");
    private static final Pattern VERSION = Pattern.compile("Kernel Module.*?\\s(\\d+(?:\\.\\d+)+)\\s");

    private NvidiaDriver() {}

    /** Its version, where the kernel has one and says so. */
    static Optional<String> version() {
        try {
            return Files.isReadable(KERNEL) ? version(Files.readString(KERNEL)) : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** The version in what the kernel says. */
    static Optional<String> version(String said) {
        Matcher matcher = VERSION.matcher(said);
        return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }

    /** Whether a version is older than the oldest that will do. */
    static boolean isTooOld(String version) {
        return Arrays.compare(numbers(version), numbers(OLDEST)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
