/** The command line: {@code train}, {@code generate}, {@code evaluate}, {@code summary}. */
package io.github.reformer4j.examples.cli;
