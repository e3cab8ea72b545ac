/** Pickles, read by a machine that builds numbers, texts and containers, and whatever an allow-list makes of names. */
package io.github.reformer4j.zoo.tensors.pickle;
