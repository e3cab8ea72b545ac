/**
 * Blocks: differentiable functions with a backward written by hand. The attentions, the feed-forward layer and their
 * configuration records.
 */
package io.github.reformer4j.block;
