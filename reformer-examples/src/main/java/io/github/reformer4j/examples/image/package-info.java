/** Images to train on, contact sheets, and how large PNG makes an image. */
@org.jspecify.annotations.NullMarked
package io.github.reformer4j.examples.image;
