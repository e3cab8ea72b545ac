/**
 * The numbers of the Reformer: hashing, bucket order, chunk attention, layer norm, dense layers, activations and the
 * softmax cross entropy; every forward has its backward beside it.
 */
package io.github.reformer4j.kernel;
