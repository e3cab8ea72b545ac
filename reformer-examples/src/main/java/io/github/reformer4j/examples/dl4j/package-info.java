/** Pipelines of Deeplearning4j before and after a layer of this library came in: the programs of docs/dl4j.md. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.dl4j;
