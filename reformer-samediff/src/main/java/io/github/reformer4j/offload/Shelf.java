package io.github.reformer4j.offload;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that are written and read by their place; one grows as it is written. Used by one thread at a time. */
interface Shelf extends AutoCloseable {

    /** Writes what remains in the buffer. */
    void write(long at, ByteBuffer bytes) throws IOException;

    /** Reads until the buffer is full. */
    void read(long at, ByteBuffer bytes) throws IOException;

    /** Gives the bytes up. */
    @Override
    void close() throws IOException;
}
