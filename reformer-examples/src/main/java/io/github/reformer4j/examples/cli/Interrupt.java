package io.github.reformer4j.examples.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ctrl-C while something runs: asks it to stop and waits until it has, so that it can finish its step and save. The JVM ends
 * as soon as its shutdown hooks have, so the hook is what waits.
 */
final class Interrupt {

    private static final long PATIENCE_SECONDS = 300;

    private Interrupt() {}

    /** Runs something, and calls {@code stop} when the process is asked to end meanwhile. */
    static <T> T stops(Runnable stop, Supplier<T> running) {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            stop.run();
            await(done);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return running.get();
        } finally {
            if (!isEnding(hook)) {
                done.countDown();
            } else {
                letGoLater(done);
            }
        }
    }

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Reformer.INTERRUPTED);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the JVM is ending; if it is not, the hook is taken back. */
    private static boolean isEnding(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    /** What is left to say gets a moment, before the hook lets the JVM end. */
    private static void letGoLater(CountDownLatch done) {
        Thread thread = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(1500);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            done.countDown();
        });
        thread.setDaemon(true);
        thread.start();
    }
}
