package io.github.reformer4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The metrics of a run without their two columns of time. */
final class Losses {

    private static final int COLUMNS = 6;

    private Losses() {}

    static List<String> of(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.csv")).stream()
                .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, COLUMNS)))
                .toList();
    }
}
