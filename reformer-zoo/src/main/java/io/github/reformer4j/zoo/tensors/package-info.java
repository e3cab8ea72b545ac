/** Tensors of foreign files, read by name, one at a time, after everything that a file claims was checked. */
package io.github.reformer4j.zoo.tensors;
