/** Bytes of files by position, and arrays that lie in them. */
package io.github.reformer4j.zoo.tensors.bytes;
