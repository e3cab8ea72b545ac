package io.github.reformer4j.kernel.cpu;

import static io.github.reformer4j.check.Check.require;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs numbered tasks on several threads, the caller's among them. Each thread makes its scratch memory once a call. Which
 * thread runs a task is open, so tasks must not depend on it, nor on their order.
 */
public final class Workers {

    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "reformer-kernel");
        thread.setDaemon(true);
        return thread;
    });

    private static volatile int threads = Runtime.getRuntime().availableProcessors();

    private Workers() {}

    /** A task, with the scratch memory of the thread that runs it. */
    @FunctionalInterface
    interface Task<S> {
        void run(S scratch, int index);
    }

    /** Threads of a call, at most; at first as many as the machine has processors. */
    public static int threads() {
        return threads;
    }

    /** Sets the number of threads of later calls. */
    public static void useThreads(int count) {
        require(count > 0, "the number of threads must be positive, got %d", count);
        threads = count;
    }

    /** Runs tasks 0 to {@code tasks} − 1 and waits for all of them; an interrupt waits until they are done. */
    static <S> void run(int tasks, Supplier<S> scratch, Task<S> task) {
        run(THREADS, tasks, scratch, task);
    }

    static <S> void run(Executor executor, int tasks, Supplier<S> scratch, Task<S> task) {
        int helpers = Math.min(threads, tasks) - 1;
        if (helpers <= 0) {
            if (tasks > 0) {
                S own = scratch.get();
                for (int i = 0; i < tasks; i++) {
                    task.run(own, i);
                }
            }
            return;
        }
        Call<S> call = new Call<>(tasks, helpers, scratch, task);
        call.start(executor, helpers);
        call.work();
        call.finish();
    }

    /** One call: tasks are taken one after another by whoever is free. */
    private static final class Call<S> {
        private final int tasks;
        private final Supplier<S> scratch;
        private final Task<S> task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final CountDownLatch helping;

        Call(int tasks, int helpers, Supplier<S> scratch, Task<S> task) {
            this.tasks = tasks;
            this.scratch = scratch;
            this.task = task;
            helping = new CountDownLatch(helpers);
        }

        /**
         * Where the system gives no more threads, those there are do the work: the call must not be left while a thread
         * still writes to its arrays, which the caller is going to free.
         */
        void start(Executor executor, int helpers) {
            int started = 0;
            try {
                for (; started < helpers; started++) {
                    executor.execute(this::help);
                }
            } catch (OutOfMemoryError noThread) {
                // The JDK's word for a thread that cannot be had.
            }
            for (int missing = started; missing < helpers; missing++) {
                helping.countDown();
            }
        }

        void help() {
            try {
                work();
            } finally {
                helping.countDown();
            }
        }

        void work() {
            try {
                S own = null;
                for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                    own = own == null ? scratch.get() : own;
                    task.run(own, i);
                }
            } catch (RuntimeException | Error problem) {
                failure.compareAndSet(null, problem);
                next.set(tasks);
            }
        }

        void finish() {
            boolean interrupted = false;
            while (helping.getCount() > 0) {
                try {
                    helping.await();
                } catch (InterruptedException wait) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            rethrow(failure.get());
        }

        private static void rethrow(@Nullable Throwable problem) {
            if (problem instanceof Error error) {
                throw error;
            }
            if (problem != null) {
                throw (RuntimeException) problem;
            }
        }
    }
}
