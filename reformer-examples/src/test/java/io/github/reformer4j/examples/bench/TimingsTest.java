package io.github.reformer4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reformer4j.examples.bench.InTurn.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimingsTest {

    @Test
    void theMedianIsTheOneInTheMiddleOrTheMeanOfTwo() {
        assertThat(Timings.of(9.0, 1.0, 2.0).median()).isEqualTo(2.0);
        assertThat(Timings.of(4.0, 9.0, 1.0, 2.0).median()).isEqualTo(3.0);
        assertThat(Timings.of(7.0).median()).isEqualTo(7.0);
    }

    @Test
    void ratiosArePairedByTurnSoThatASlowMinuteCancels() {
        Timings slowInTheSecondTurn = Timings.of(2.0, 20.0, 2.0);
        Timings other = Timings.of(1.0, 10.0, 1.0);

        assertThat(slowInTheSecondTurn.ratioTo(other)).isEqualTo(2.0);
        assertThat(Timings.of(1.0, 2.0, 9.0).ratioTo(Timings.of(2.0, 1.0, 3.0))).isEqualTo(2.0);
    }

    @Test
    void timingsOfDifferentTurnsAreNotCompared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timings.of(1.0, 2.0).ratioTo(Timings.of(1.0)))
                .withMessage("timings of different turns cannot be compared, got 2 and 1 repetitions");
        assertThatIllegalArgumentException().isThrownBy(() -> new Timings(List.of()));
    }

    /** Notes its runs; each takes as long as its number says. */
    private record Noted(String name, List<String> log, double seconds) implements Timed {
        @Override
        public double run() {
            log.add(name);
            return seconds;
        }

        @Override
        public void close() {
            log.add("close " + name);
        }
    }

    @Test
    void casesRunInTurnAfterAWarmUpAndAreClosed() {
        List<String> log = new ArrayList<>();
        Measured measured = new InTurn(3, 0.5).measure(List.of(new Noted("a", log, 1.0), new Noted("b", log, 0.3)));

        assertThat(log).containsExactly("a", "b", "b", "a", "b", "a", "b", "a", "b", "close a", "close b");
        assertThat(measured.get("a").seconds()).containsExactly(1.0, 1.0, 1.0);
        assertThat(measured.ratio("a", "b")).isCloseTo(1.0 / 0.3, within(1e-12));
        assertThat(measured.ratio("a", "c")).isNaN();
        assertThat(measured.median("c")).isNaN();
    }

    @Test
    void withoutAWarmUpOnlyTheTimedRunsAreMade() {
        List<String> log = new ArrayList<>();
        new InTurn(2, -1.0).measure(List.of(new Noted("a", log, 1.0)));

        assertThat(log).containsExactly("a", "a", "close a");
    }

    @Test
    void theShareOfSgemmIsPairedTooAndCountsItsEightProductsOf1024() {
        Measured measured =
                new Measured(Map.of(Sgemm.NAME, Timings.of(1.0, 10.0, 1.0), "half", Timings.of(2.0, 20.0, 2.0)));

        assertThat(Sgemm.share(measured, "half", Sgemm.operations())).isEqualTo(0.5);
        assertThat(Sgemm.rate(measured)).isEqualTo(8.0 * 2.0 * (1L << 30));
    }
}
