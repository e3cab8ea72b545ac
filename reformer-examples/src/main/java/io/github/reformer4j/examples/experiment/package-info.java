/** Experiments of the paper, sized by flags. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.experiment;
