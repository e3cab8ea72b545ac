package io.github.reformer4j.examples.bench;

/** Something that can be done again and again, and says how long it took. */
interface Timed extends AutoCloseable {

    /** A name that no other case of the same turn has. */
    String name();

    /** Does it once; seconds. */
    double run();

    /** Frees what it holds. */
    @Override
    default void close() {}

    /** The seconds that something takes. */
    static double secondsOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
