/** The command line: {@code train}, {@code generate}, {@code evaluate}, {@code summary}, and an example, {@code revnet}. */
package io.github.reformer4j.examples.cli;
