package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.require;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The seconds of the repetitions of one case, in the order of the turns that it took with others. What is compared is
 * compared turn by turn, so that a machine that is slower for a while is slower for both.
 *
 * @param seconds one a turn
 */
record Timings(List<Double> seconds) {

    Timings {
        require(!seconds.isEmpty(), "timings need at least one repetition, got none");
        seconds = List.copyOf(seconds);
    }

    static Timings of(Double... seconds) {
        return new Timings(List.of(seconds));
    }

    /** The median; of an even number, the mean of the two in the middle. */
    double median() {
        return median(seconds);
    }

    /** The median of how many times as long this took as another in the same turn. */
    double ratioTo(Timings other) {
        require(
                seconds.size() == other.seconds.size(),
                "timings of different turns cannot be compared, got %d and %d repetitions",
                seconds.size(),
                other.seconds.size());
        return median(IntStream.range(0, seconds.size())
                .mapToObj(i -> seconds.get(i) / other.seconds.get(i))
                .toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
}
