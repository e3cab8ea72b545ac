/** A small convolutional RevNet, the first use of reversible layers: f and g are the user's own SameDiff functions. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.revnet;
