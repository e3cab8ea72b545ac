package io.github.reformer4j.training;

import io.github.reformer4j.checkpoint.AtomicFile;
import io.github.reformer4j.checkpoint.DiskProblem;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The losses of a run as CSV, a line a step, handed to the system as soon as the step is done. A resumed run cuts off what
 * came after its checkpoint, so that the file is that of a run which was never interrupted, times aside.
 */
final class MetricsFile implements AutoCloseable {

    static final String HEADER =
            "step,tokens,loss_bits,held_out_bits,learning_rate,gradient_norm,seconds,tokens_per_second";

    private final Path path;
    private final FileOutputStream stream; // and no channel: an interrupted thread would close it

    private MetricsFile(Path path, FileOutputStream stream) {
        this.path = path;
        this.stream = stream;
    }

    /** The metrics up to a step, which stay. */
    static MetricsFile open(Path path, long lastStep) {
        try {
            StringBuilder kept = new StringBuilder(HEADER).append('\n');
            for (String line : lines(path)) {
                if (stepOf(line) <= lastStep) {
                    kept.append(line).append('\n');
                }
            }
            AtomicFile.writeText(path, kept.toString());
            return new MetricsFile(path, new FileOutputStream(path.toFile(), true));
        } catch (IOException problem) {
            throw failure(path, problem);
        }
    }

    /** The whole lines without the header; what ends without a line feed was cut off in writing. */
    private static List<String> lines(Path path) throws IOException {
        String text = Files.exists(path) ? Files.readString(path) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().skip(1).toList();
    }

    /** The step of a line; one that is damaged counts as later than all. */
    private static long stepOf(String line) {
        String[] fields = line.split(",", -1);
        boolean whole = fields.length == HEADER.split(",", -1).length && fields[0].matches("\\d{1,18}");
        return whole ? Long.parseLong(fields[0]) : Long.MAX_VALUE;
    }

    /** Appends a step; {@code heldOutBits} is not a number where nothing was measured. */
    void append(Progress progress, double heldOutBits) {
        write(String.format(
                Locale.ROOT,
                "%d,%d,%s,%s,%s,%s,%.3f,%.1f\n",
                progress.step(),
                progress.tokens(),
                progress.lossBits(),
                Double.isNaN(heldOutBits) ? "" : heldOutBits,
                progress.learningRate(),
                progress.gradientNorm(),
                progress.seconds(),
                progress.tokensPerSecond()));
    }

    private void write(String line) {
        try {
            stream.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException problem) {
            throw failure(path, problem);
        }
    }

    /** Has the system write the lines to the disk, so that no checkpoint can be newer than they are. */
    void force() {
        try {
            stream.getFD().sync();
        } catch (IOException problem) {
            throw failure(path, problem);
        }
    }

    private static UncheckedIOException failure(Path path, IOException problem) {
        return new UncheckedIOException(
                String.format(
                        "%s could not be written (%s); free space and run the same command again to resume",
                        path, DiskProblem.reason(problem)),
                problem);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException problem) {
            throw failure(path, problem);
        }
    }
}
