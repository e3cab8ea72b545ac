/**
 * Blocks as operations of a SameDiff graph: with gradients, trained by {@code fit}, saved and loaded.
 * {@link io.github.reformer4j.op.ReformerOps} is the way in.
 */
package io.github.reformer4j.op;
