/** Scripts of jshell that read as notebooks: found, run in this JVM, and written as notebooks of Jupyter. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.notebook;
