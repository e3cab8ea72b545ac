package io.github.reformer4j.examples.bench;

import io.github.reformer4j.examples.bench.PeerProcess.Unavailable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What a peer runs, in its own process and by its own clock. Where it fails, it takes no further part: its times are NaN. */
final class PeerCase implements Timed {

    /** Its threads may wait in a loop for a few milliseconds after their work: not while the next case runs. */
    private static final long SETTLING = 20_000_000;

    private final String name;
    private final PeerProcess process;
    private final Request request;
    private final Consumer<String> failures;
    private boolean failed;

    /**
     * What is asked for.
     *
     * @param what one of the names that the peer offers
     * @param rounds of hashing; 0 where there are none
     */
    record Request(String what, int length, int batch, int rounds, boolean backward) {}

    /**
     * A case.
     *
     * @param name that no other of the same turn has
     * @param failures gets a sentence where it fails
     */
    PeerCase(String name, PeerProcess process, Request request, Consumer<String> failures) {
        this.name = name;
        this.process = process;
        this.request = request;
        this.failures = failures;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run() {
        if (failed) {
            return Double.NaN;
        }
        try {
            double seconds = process.ask(
                    request.what(), request.length(), request.batch(), request.rounds(), request.backward());
            LockSupport.parkNanos(SETTLING);
            return seconds;
        } catch (Unavailable reason) {
            failed = true;
            failures.accept(String.format("%s failed at length %d: %s", name, request.length(), reason.getMessage()));
            return Double.NaN;
        }
    }
}
