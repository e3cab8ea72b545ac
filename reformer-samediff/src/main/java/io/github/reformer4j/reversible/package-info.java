/**
 * Reversible residual layers: a stack of blocks whose inputs are rebuilt from its outputs, so that memory does not grow
 * with depth.
 */
package io.github.reformer4j.reversible;
