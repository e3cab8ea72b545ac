package io.github.reformer4j.examples.bench;

import static io.github.reformer4j.check.Check.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs cases in turn: first a warm-up of each, then a, b, c, a, b, c, … so that all of them see the same machine.
 *
 * @param repetitions turns that are timed
 * @param warmUpSeconds for which each case runs first, and at least once; negative: not at all
 */
record InTurn(int repetitions, double warmUpSeconds) {

    InTurn {
        require(repetitions > 0, "--repetitions must be positive, got %d", repetitions);
    }

    /** The timings of all cases by name; each is closed. */
    Measured measure(List<? extends Timed> cases) {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        try {
            cases.forEach(this::warmUp);
            for (int turn = 0; turn < repetitions; turn++) {
                for (Timed timed : cases) {
                    seconds.computeIfAbsent(timed.name(), name -> new ArrayList<>())
                            .add(timed.run());
                }
            }
        } finally {
            cases.forEach(Timed::close);
        }
        Map<String, Timings> all = new LinkedHashMap<>();
        seconds.forEach((name, list) -> all.put(name, new Timings(list)));
        return new Measured(all);
    }

    private void warmUp(Timed timed) {
        for (double spent = 0.0; spent <= warmUpSeconds; ) {
            spent += timed.run();
        }
    }

    /** What was measured, by the names of cases. */
    record Measured(Map<String, Timings> byName) {

        Timings get(String name) {
            return Objects.requireNonNull(byName.get(name), name);
        }

        boolean has(String name) {
            return byName.containsKey(name);
        }

        /** The median seconds of a case; NaN where it was not run. */
        double median(String name) {
            return has(name) ? get(name).median() : Double.NaN;
        }

        /** How many times as long one case took as another; NaN where either was not run. */
        double ratio(String name, String to) {
            return has(name) && has(to) ? get(name).ratioTo(get(to)) : Double.NaN;
        }
    }
}
