package io.github.reformer4j.zoo.tensors.bytes;

import io.github.reformer4j.checkpoint.DiskProblem;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes that are read by position, so that none stand in memory but those asked for. One thread at a time. */
public interface Bytes extends AutoCloseable {

    /** How many there are, or at most are where only reading tells. */
    long size();

    /**
     * Fills a part of an array with the bytes from this position on.
     *
     * @return how many, fewer than asked for only where they end
     * @throws IllegalArgumentException with a sentence where they are damaged
     */
    int read(long at, byte[] into, int offset, int count);

    /** Fills a part of an array, or refuses the file, which is then cut off. */
    default void readAll(long at, byte[] into, int offset, int count) {
        int read = read(at, into, offset, count);
        if (read < count) {
            throw new IllegalArgumentException(
                    String.format("%s is cut off: bytes are missing at position %d; fetch it again", this, at + read));
        }
    }

    /** What they are, as it stands in messages. */
    @Override
    String toString();

    @Override
    default void close() {}

    /** An error of the disk as a sentence. */
    static UncheckedIOException unreadable(Object what, IOException problem) {
        return new UncheckedIOException(
                String.format(
                        "%s could not be read (%s); check the disk and the permissions",
                        what, DiskProblem.reason(problem)),
                problem);
    }
}
