/** Time, memory and arithmetic of attention, training steps and generation, measured in turn with what they are compared to. */
package io.github.reformer4j.examples.bench;
