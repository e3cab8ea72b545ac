package io.github.reformer4j.examples.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemorySamplesTest {

    private static MemorySamples of(long... bytes) {
        MemorySamples samples = new MemorySamples();
        for (long sample : bytes) {
            samples.add(sample);
        }
        return samples;
    }

    @Test
    void growthIsTheLastThirdAgainstTheMiddleOne() {
        MemorySamples samples = of(1, 3, 10, 12, 20, 26);
        assertThat(samples.ofThird(0)).isEqualTo(2.0);
        assertThat(samples.ofThird(1)).isEqualTo(11.0);
        assertThat(samples.ofThird(2)).isEqualTo(23.0);
        assertThat(samples.growth()).isEqualTo(12.0);
    }

    @Test
    void warmUpIsNoGrowth() {
        assertThat(of(0, 100, 100).growth()).isZero();
    }

    @Test
    void threeThirdsNeedThreeSamples() {
        assertThatThrownBy(() -> of(1, 2).growth())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("three thirds need three samples, got 2; run longer");
    }
}
