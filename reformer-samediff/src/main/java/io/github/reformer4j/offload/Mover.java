package io.github.reformer4j.offload;

import io.github.reformer4j.checkpoint.DiskProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one thread that moves layers, in the order in which it is told to: a layer that is to leave has left before the next
 * one takes memory, and what was written is read no earlier. After a move that failed there is no other.
 */
final class Mover implements AutoCloseable {

    /** Something that moves. */
    @FunctionalInterface
    interface Move {
        void run() throws IOException;
    }

    private final String where;
    private final ExecutorService thread;
    private volatile @Nullable Throwable failure;

    /**
     * A mover.
     *
     * @param where arrays are moved to, for messages
     */
    Mover(String where) {
        this.where = where;
        // Its arrays are to be on the device of the thread that computes.
        int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(
                    () -> {
                        Nd4j.getAffinityManager().unsafeSetDevice(device);
                        work.run();
                    },
                    "reformer-offload");
            made.setDaemon(true);
            return made;
        });
    }

    CompletableFuture<Void> start(Move move) {
        requireNoFailure();
        return CompletableFuture.runAsync(() -> run(move), thread);
    }

    @SuppressWarnings("IllegalCatch") // whatever it is, the thread that computes is to hear of it
    private void run(Move move) {
        if (failure != null) {
            return;
        }
        try {
            move.run();
        } catch (IOException | RuntimeException | Error problem) {
            failure = problem;
            throw new CompletionException(problem);
        }
    }

    /** Waits until a move is over; an interrupt stays for later, for half a layer is of no use to anybody. */
    void await(CompletableFuture<Void> move) {
        settle(move);
        requireNoFailure();
    }

    /** Waits until a move is over, well or badly. */
    static void settle(CompletableFuture<Void> move) {
        move.handle((nothing, problem) -> true).join();
    }

    private void requireNoFailure() {
        Throwable problem = failure;
        if (problem instanceof IOException disk) {
            throw new UncheckedIOException(
                    String.format(
                            "layers could not be moved to or from %s (%s); free space or choose another place, and go on "
                                    + "from the last checkpoint",
                            where, DiskProblem.reason(disk)),
                    disk);
        }
        if (problem != null) {
            throw new IllegalStateException("layers could not be moved to or from " + where, problem);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
