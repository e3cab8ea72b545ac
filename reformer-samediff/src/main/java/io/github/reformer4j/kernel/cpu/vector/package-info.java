/**
 * The arithmetic of the fused kernels by the Vector API, compiled apart because its module is an incubator.
 */
package io.github.reformer4j.kernel.cpu.vector;
