/** Other processes that programs here start and wait for. */
package io.github.reformer4j.examples.process;
