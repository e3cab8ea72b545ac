/** The kernels from ND4J's own operations alone, so that they run on every backend; the twin of faster ones in tests. */
package io.github.reformer4j.kernel.nd4j;
