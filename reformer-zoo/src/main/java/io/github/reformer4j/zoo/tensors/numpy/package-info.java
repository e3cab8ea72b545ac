/** Pickles with arrays of NumPy. */
package io.github.reformer4j.zoo.tensors.numpy;
