/** JMH benchmarks of single blocks and kernels. */
package io.github.reformer4j.jmh;
