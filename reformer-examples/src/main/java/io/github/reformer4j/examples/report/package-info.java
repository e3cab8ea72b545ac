/** Pictures of what LSH attention does in a model, and one page that holds them all. */
package io.github.reformer4j.examples.report;
