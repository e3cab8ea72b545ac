package io.github.reformer4j.examples.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a process of the comparison did.
 *
 * @param losses of all steps, in bits a label
 * @param seconds of all steps
 * @param peak most memory of the process, in bytes
 */
public record OffloadRun(List<Double> losses, List<Double> seconds, long peak) {

    /** From what the process printed; nothing where it did not come to its end. */
    static Optional<OffloadRun> parse(String output) {
        List<Double> losses = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(OffloadedSteps.LOSS)) {
                String[] parts = line.substring(OffloadedSteps.LOSS.length()).split(" ", -1);
                losses.add(Double.valueOf(parts[0]));
                seconds.add(Double.valueOf(parts[1]));
            }
            if (line.startsWith(OffloadedSteps.PEAK)) {
                long peak = Long.parseLong(line.substring(OffloadedSteps.PEAK.length()));
                return Optional.of(new OffloadRun(losses, seconds, peak));
            }
        }
        return Optional.empty();
    }

    /** Seconds of the quickest step. */
    public double secondsOfStep() {
        return seconds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }
}
