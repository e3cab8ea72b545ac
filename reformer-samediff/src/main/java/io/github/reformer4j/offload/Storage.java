package io.github.reformer4j.offload;

import java.io.IOException;

/** What holds the bytes of arrays that are not in memory. */
interface Storage extends AutoCloseable {

    /** A new shelf, for a set of arrays. */
    Shelf shelf(String kind) throws IOException;

    /** In a few words, for messages. */
    String describe();

    @Override
    void close() throws IOException;
}
