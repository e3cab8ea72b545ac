package io.github.reformer4j.examples.cli;

import io.github.reformer4j.generation.Sampling;
import picocli.CommandLine.Option;

/** How the bytes of an image are drawn. */
final class ImageSamplingOptions {

    @Option(
            names = "--temperature",
            paramLabel = "NUMBER",
            description = "0: the likeliest byte always; 1: as the model says.")
    private double temperature = 1.0;

    @Option(names = "--top-k", paramLabel = "NUMBER", description = "Choose among this many likeliest bytes; 0: all.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "SHARE",
            description = "Choose among the likeliest bytes that have this share of the mass.")
    private double topP = 1.0;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of the first image; the others count on.")
    private long seed = 1;

    Sampling sampling() {
        return new Sampling(1.0, temperature, topK, topP);
    }

    /** The seed of image {@code index}. */
    long seed(int index) {
        return seed + index;
    }
}
