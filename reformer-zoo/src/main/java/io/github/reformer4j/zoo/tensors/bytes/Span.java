package io.github.reformer4j.zoo.tensors.bytes;

/**
 * Bytes somewhere in a file, which were not read.
 *
 * @param bytes of the file
 * @param start the first
 * @param length how many
 */
public record Span(Bytes bytes, long start, long length) {}
