package io.github.reformer4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every task runs once and is over when the call is, whatever happens to the threads. */
class WorkersTest {

    private static final int TASKS = 100;

    private final int before = Workers.threads();
    private final AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);

    @BeforeEach
    void useThreads() {
        Workers.useThreads(4);
    }

    @AfterEach
    void restore() {
        Workers.useThreads(before);
    }

    private void run(AtomicInteger scratches, Integer task) {
        scratches.incrementAndGet();
        runs.incrementAndGet(task);
    }

    private void assertEachRanOnce() {
        assertThat(IntStream.range(0, TASKS).map(runs::get)).containsOnly(1);
    }

    @Test
    void anInterruptedCallerGetsItsResultAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        Workers.run(TASKS, AtomicInteger::new, this::run);
        assertThat(Thread.interrupted()).isTrue();
        assertEachRanOnce();
    }

    @Test
    void anInterruptInTheMiddleIsKeptToo() {
        Thread caller = Thread.currentThread();
        Workers.run(TASKS, AtomicInteger::new, (scratch, task) -> {
            if (task == TASKS / 2) {
                caller.interrupt();
            }
            run(scratch, task);
        });
        assertThat(Thread.interrupted()).isTrue();
        assertEachRanOnce();
    }

    @Test
    void aTaskMayRunTasks() {
        AtomicInteger inner = new AtomicInteger();
        Workers.run(TASKS, AtomicInteger::new, (scratch, task) -> {
            run(scratch, task);
            Workers.run(3, AtomicInteger::new, (unused, index) -> inner.addAndGet(index));
        });
        assertEachRanOnce();
        assertThat(inner).hasValue(3 * TASKS);
    }

    @Test
    void manyCallersAtOnceGetTheirResults() {
        int[] sums = IntStream.range(0, 64)
                .parallel()
                .map(caller -> {
                    AtomicInteger sum = new AtomicInteger();
                    Workers.run(TASKS, AtomicInteger::new, (unused, task) -> sum.addAndGet(task));
                    return sum.get();
                })
                .toArray();
        assertThat(sums).containsOnly(TASKS * (TASKS - 1) / 2);
    }

    @Test
    void aFailureIsThrownWhenNoTaskRunsAnyMore() {
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(() -> Workers.run(TASKS, AtomicInteger::new, (scratch, task) -> {
                    running.incrementAndGet();
                    try {
                        if (task == TASKS / 2) {
                            throw new IllegalStateException("task " + task);
                        }
                        LockSupport.parkNanos(1_000);
                    } finally {
                        running.decrementAndGet();
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task 50");
        assertThat(running).hasValue(0);
        Workers.run(TASKS, AtomicInteger::new, this::run);
        assertEachRanOnce();
    }

    @Test
    void scratchMemoryThatCannotBeHadIsTheCallersError() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> Workers.run(TASKS, () -> outOfMemory(asked), this::run))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("no scratch");
        assertThat(asked.get()).isBetween(1, 4);
    }

    private static AtomicInteger outOfMemory(AtomicInteger asked) {
        asked.incrementAndGet();
        throw new OutOfMemoryError("no scratch");
    }

    /** As if the system had one thread left. */
    @Test
    void withFewerThreadsThanWantedTheOthersDoTheWork() {
        AtomicInteger asked = new AtomicInteger();
        Executor one = Executors.newSingleThreadExecutor();
        Executor scarce = task -> {
            if (asked.incrementAndGet() > 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            one.execute(task);
        };
        Workers.run(scarce, TASKS, AtomicInteger::new, this::run);
        assertThat(asked).hasValue(2);
        assertEachRanOnce();
    }
}
