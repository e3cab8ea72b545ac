/** A pretrained model tuned as a classifier, in Deeplearning4j's manner. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.transfer;
