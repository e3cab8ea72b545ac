/** Text from a language model: samplers, the decode cache of every kind of attention, sessions and streaming. */
package io.github.reformer4j.generation;
