/** Training, scoring and generation on a Spark cluster, shown on one of separate processes on this machine. */
package io.github.reformer4j.spark;
