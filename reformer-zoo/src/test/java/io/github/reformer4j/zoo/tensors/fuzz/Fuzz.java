package io.github.reformer4j.zoo.tensors.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads damaged files, and counts: each must be read, or refused in a sentence, within {@value #MOST_SECONDS} seconds of the processor and with
 * no more allocated than {@value #ALLOWED} bytes and {@value #TIMES} times the file.
 */
final class Fuzz {

    /** Reads everything in a file. */
    @FunctionalInterface
    interface Reading {
        void read(Path file);
    }

    static final long ALLOWED = 1 << 20;
    static final long TIMES = 200;
    private static final double MOST_SECONDS = 5;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path folder;
    private final Reading reading;
    private int loaded;
    private int refused;
    private long most;
    private double longest;

    /**
     * @param folder for the damaged files
     * @param reading reads one
     */
    Fuzz(Path folder, Reading reading) {
        this.folder = folder;
        this.reading = reading;
    }

    /** Reads the file whole, then so many damaged ones. */
    Fuzz run(String name, byte[] whole, int mutations) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, whole);
        reading.read(file); // and the classes are loaded
        for (int seed = 0; seed < mutations; seed++) {
            byte[] damaged = Mutation.of(whole, seed);
            Files.write(file, damaged);
            once(file, damaged.length, "seed " + seed + " of " + name);
        }
        assertThat(loaded + refused).isEqualTo(mutations);
        assertThat(refused).as("refused").isPositive();
        return this;
    }

    private void once(Path file, int size, String what) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        long start = THREADS.getCurrentThreadCpuTime();
        Throwable refusal = refusal(file);
        double seconds = (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
        long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        count(refusal, file, what);
        assertThat(seconds).as(what).isLessThan(MOST_SECONDS);
        assertThat(allocated).as(what).isLessThan(ALLOWED + TIMES * size);
        longest = Math.max(longest, seconds);
        most = Math.max(most, allocated);
    }

    private @Nullable Throwable refusal(Path file) {
        try {
            reading.read(file);
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    private void count(@Nullable Throwable refusal, Path file, String what) {
        if (refusal == null) {
            loaded++;
            return;
        }
        if (!(refusal instanceof IllegalArgumentException)) {
            throw new AssertionError(what + ": neither read nor refused in a sentence", refusal);
        }
        assertThat(refusal.getMessage()).as(what).hasSizeGreaterThan(30).contains(file.toString());
        refused++;
    }

    @Override
    public String toString() {
        return String.format(
                "%d read, %d refused, at most %d KiB allocated, at most %.3f s", loaded, refused, most >> 10, longest);
    }
}
