/**
 * The kernels for the CPU, fused: gather, scores, masks, softmax, values and scatter chunk by chunk, in single precision, on
 * all cores, over the memory of ND4J's arrays.
 */
package io.github.reformer4j.kernel.cpu;
