package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the {@code metrics.csv} of a training says.
 *
 * @param steps at which the held-out part was measured
 * @param heldOut bits a token there
 * @param tokensPerSecond median over all steps
 */
@SuppressWarnings("ArrayRecordComponent") // points of a curve; never compared
record Metrics(double[] steps, double[] heldOut, double tokensPerSecond) {

    static Metrics read(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        List<String> header = List.of(lines.get(0).split(",", -1));
        List<double[]> points = new ArrayList<>();
        List<Double> speeds = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = List.of(line.split(",", -1));
            speeds.add(Double.valueOf(cells.get(index(header, "tokens_per_second"))));
            String bits = cells.get(index(header, "held_out_bits"));
            if (!bits.isEmpty()) {
                points.add(
                        new double[] {Double.parseDouble(cells.get(index(header, "step"))), Double.parseDouble(bits)});
            }
        }
        require(!points.isEmpty(), "%s holds no measurement of the held-out part", csv);
        return new Metrics(column(points, 0), column(points, 1), median(speeds));
    }

    private static int index(List<String> header, String name) {
        int index = header.indexOf(name);
        require(index >= 0, "the metrics file has no column %s; its header is %s", name, header);
        return index;
    }

    private static double[] column(List<double[]> points, int index) {
        return points.stream().mapToDouble(point -> point[index]).toArray();
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Bits a token at the end. */
    double last() {
        return heldOut[heldOut.length - 1];
    }

    /** The lowest bits a token. */
    double lowest() {
        return Arrays.stream(heldOut).min().orElseThrow();
    }
}
