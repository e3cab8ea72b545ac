/** Examples: each one idea, run by one command. */
package io.github.reformer4j.examples;
