package io.github.reformer4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void warmupRsqrtIsTheScheduleOfTrax() {
        Schedule schedule = Schedule.WarmupRsqrt.ofConstant(0.03125, 2000);

        for (int step : new int[] {1, 2, 1999, 2000, 2001, 100_000}) {
            double expected = 0.03125 * Math.min(1.0, step / 2000.0) / Math.sqrt(Math.max(step, 2000.0));
            assertThat(schedule.rate(step)).isCloseTo(expected, within(1e-15));
        }
    }

    @Test
    void cosineRisesThenFallsToItsFloorAndStays() {
        Schedule schedule = new Schedule.Cosine(1.0, 0.1, 10, 110);

        assertThat(schedule.rate(1)).isEqualTo(0.1);
        assertThat(schedule.rate(10)).isEqualTo(1.0);
        assertThat(schedule.rate(60)).isCloseTo(0.55, within(1e-12));
        assertThat(schedule.rate(110)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.rate(1000)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void constantIsConstantAfterItsWarmup() {
        assertThat(new Schedule.Constant(0.5, 4).rate(1)).isEqualTo(0.125);
        assertThat(new Schedule.Constant(0.5, 4).rate(4)).isEqualTo(0.5);
        assertThat(new Schedule.Constant(0.5, 0).rate(1)).isEqualTo(0.5);
    }

    @Test
    void badValuesAreRefusedInASentence() {
        assertThatThrownBy(() -> new Schedule.Constant(0.0, 0)).hasMessage("rate must be positive, got 0.0");
        assertThatThrownBy(() -> new Schedule.Constant(Double.NaN, 0)).hasMessage("rate must be positive, got NaN");
        assertThatThrownBy(() -> new Schedule.Constant(1.0, -1))
                .hasMessage("warmup must not be negative (0: none), got -1");
        assertThatThrownBy(() -> new Schedule.WarmupRsqrt(1.0, 0)).hasMessage("warmup must be positive, got 0");
        assertThatThrownBy(() -> new Schedule.WarmupRsqrt(-1.0, 5)).hasMessage("peak must be positive, got -1.0");
        assertThatThrownBy(() -> Schedule.WarmupRsqrt.ofConstant(1.0, 0)).hasMessage("warmup must be positive, got 0");
        assertThatThrownBy(() -> new Schedule.Cosine(1.0, 2.0, 0, 10))
                .hasMessage("floor must be from 0 to the peak 1.0, got 2.0");
        assertThatThrownBy(() -> new Schedule.Cosine(1.0, 0.0, 10, 10))
                .hasMessage("steps must be more than the warmup of 10, got 10");
    }
}
