package io.github.reformer4j.examples.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ctrl-C while something runs: asks it to stop, and keeps the process until it has saved and said so. The JVM ends as soon
 * as its shutdown hooks have, so a hook is what waits.
 */
final class Interrupt {

    private static final long PATIENCE_SECONDS = 300;

    private final CountDownLatch over = new CountDownLatch(1);

    /** Runs something, and calls {@code stop} when the process is asked to end meanwhile. */
    <T> T stops(Runnable stop, Supplier<T> running) {
        Thread hook = new Thread(() -> {
            stop.run();
            await();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return running.get();
        } finally {
            takeBack(hook);
        }
    }

    /** The command has said all that it has to say; the process may end. */
    void over() {
        over.countDown();
    }

    private void await() {
        try {
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Reformer.INTERRUPTED);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void takeBack(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending already: the hook runs, and waits until the command is over.
        }
    }
}
