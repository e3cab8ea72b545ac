/**
 * Weights, gradients and optimiser state that live outside the memory of the accelerator, and are brought in layer by layer.
 */
package io.github.reformer4j.offload;
