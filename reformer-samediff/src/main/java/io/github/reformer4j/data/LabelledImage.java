package io.github.reformer4j.data;

/**
 * An image of a set.
 *
 * @param name within its set, as of a file in a folder, with slashes
 * @param label its class
 * @param image its pixels
 */
public record LabelledImage(String name, int label, RgbImage image) {}
