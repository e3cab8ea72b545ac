package io.github.reformer4j.examples.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CarriedWeightsTest {

    @Test
    void ourLayerGivesTheSameByTheHostsWeights() {
        assertThat(CarriedWeights.greatestDifference(new Settings(64, 2, 1, 1))).isLessThan(1e-5);
    }

    @Test
    void settingsAreRefusedInASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(63, 2, 1, 1))
                .withMessage("--length must be 64 or more, got 63");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(64, 0, 1, 1))
                .withMessage("--batch must be positive, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(64, 2, 0, 1))
                .withMessage("--steps must be positive, got 0");
    }
}
