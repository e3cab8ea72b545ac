package io.github.reformer4j.training;

import io.github.reformer4j.checkpoint.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * The losses of a run as CSV, a line a step, on the disk as soon as the step is done. A resumed run cuts off what came after
 * its checkpoint, so that the file is that of a run which was never interrupted, times aside.
 */
final class MetricsFile {

    private static final String HEADER =
            "step,tokens,loss_bits,held_out_bits,learning_rate,gradient_norm,seconds,tokens_per_second";

    private final Path path;

    /** The metrics up to a step, which stay. */
    MetricsFile(Path path, long lastStep) {
        this.path = path;
        StringBuilder kept = new StringBuilder(HEADER).append('\n');
        for (String line : lines()) {
            if (stepOf(line) <= lastStep) {
                kept.append(line).append('\n');
            }
        }
        AtomicFile.writeText(path, kept.toString());
    }

    private List<String> lines() {
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream().skip(1).toList()
                    : List.of();
        } catch (IOException problem) {
            throw new UncheckedIOException(String.format("%s could not be read (%s)", path, problem), problem);
        }
    }

    /** The step of a line; one that was cut off in writing counts as later than all. */
    private static long stepOf(String line) {
        String[] fields = line.split(",", -1);
        boolean whole = fields.length == HEADER.split(",", -1).length && fields[0].matches("\\d{1,18}");
        return whole ? Long.parseLong(fields[0]) : Long.MAX_VALUE;
    }

    /** Appends a step; {@code heldOutBits} is not a number where nothing was measured. */
    void append(Progress progress, double heldOutBits) {
        String line = String.format(
                Locale.ROOT,
                "%d,%d,%s,%s,%s,%s,%.3f,%.1f%n",
                progress.step(),
                progress.tokens(),
                progress.lossBits(),
                Double.isNaN(heldOutBits) ? "" : heldOutBits,
                progress.learningRate(),
                progress.gradientNorm(),
                progress.seconds(),
                progress.tokensPerSecond());
        try {
            Files.writeString(path, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException problem) {
            throw new UncheckedIOException(
                    String.format(
                            "%s could not be written (%s); free space and run the same command again to resume",
                            path, problem),
                    problem);
        }
    }
}
