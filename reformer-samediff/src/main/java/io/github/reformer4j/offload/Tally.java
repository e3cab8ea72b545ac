package io.github.reformer4j.offload;

/** Counts what is in memory and what was moved. */
final class Tally {

    private long inMemory;
    private long mostInMemory;
    private long read;
    private long written;

    synchronized void taken(long bytes) {
        inMemory += bytes;
        mostInMemory = Math.max(mostInMemory, inMemory);
    }

    synchronized void freed(long bytes) {
        inMemory -= bytes;
    }

    synchronized void read(long bytes) {
        read += bytes;
    }

    synchronized void written(long bytes) {
        written += bytes;
    }

    synchronized Offload.Use use(int layers) {
        return new Offload.Use(layers, mostInMemory, inMemory, read, written);
    }
}
