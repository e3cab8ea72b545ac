/** Which kernels compute; what stands above the kernels asks here. */
package io.github.reformer4j.kernel.provider;
