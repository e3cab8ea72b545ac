/** The memory of a training step, measured in processes of their own. */
package io.github.reformer4j.examples.memory;
