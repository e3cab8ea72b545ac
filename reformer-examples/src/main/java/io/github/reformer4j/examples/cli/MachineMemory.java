package io.github.reformer4j.examples.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.reformer4j.examples.memory.ResidentMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The memory of the machine, or of the container, in bytes. */
final class MachineMemory {

    private MachineMemory() {}

    /** All of it. */
    static long total() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** The most that this process had in RAM, for people; empty where the system does not tell. */
    static String taken() throws IOException {
        return ResidentMemory.isTold()
                ? String.format(Locale.ROOT, "%,d MiB in RAM at most; ", ResidentMemory.highest() >> 20)
                : "";
    }

    /** In GiB, for people. */
    static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f GiB", bytes / (double) (1 << 30));
    }
}
