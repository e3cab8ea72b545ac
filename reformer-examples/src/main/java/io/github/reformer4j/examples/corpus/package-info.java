/** Public corpora that are fetched on demand. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.corpus;
