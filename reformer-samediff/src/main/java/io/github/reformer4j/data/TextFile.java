package io.github.reformer4j.data;

/**
 * A file of a corpus.
 *
 * @param name path within the corpus, with slashes; the same wherever the corpus lies
 * @param text its bytes, which are not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a text is read once and never compared
public record TextFile(String name, byte[] text) {}
