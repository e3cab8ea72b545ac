/**
 * Blocks as layers of Deeplearning4j's networks. {@link io.github.reformer4j.dl4j.SequenceLayer} is what all of them share,
 * {@link io.github.reformer4j.dl4j.BlockLayer} a layer around one block.
 */
package io.github.reformer4j.dl4j;
