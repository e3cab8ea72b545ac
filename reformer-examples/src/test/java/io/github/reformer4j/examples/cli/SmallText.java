package io.github.reformer4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text that a model can learn something of in a few steps. */
final class SmallText {

    private SmallText() {}

    /** A file of so many lines of 40 bytes. */
    static Path write(Path file, int lines) throws IOException {
        return Files.writeString(
                file,
                IntStream.range(0, lines)
                        .mapToObj(i -> String.format(
                                Locale.ROOT, "    int number%04d = %04d * %04d; // %d%n", i, i, i, i % 10))
                        .collect(Collectors.joining()));
    }
}
