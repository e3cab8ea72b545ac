package io.github.reformer4j.examples.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The memory of the machine, or of the container, in bytes. */
final class MachineMemory {

    private MachineMemory() {}

    /** All of it. */
    static long total() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** In GiB, for people. */
    static String gibibytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%,.1f GiB", bytes / (double) (1 << 30));
    }
}
