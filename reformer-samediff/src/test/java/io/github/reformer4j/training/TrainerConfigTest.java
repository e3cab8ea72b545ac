package io.github.reformer4j.training;

import static io.github.reformer4j.testing.Refusals.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerConfigTest {

    private static final TrainerConfig CONFIG = Training.config(OptimizerConfig.DecoupledAdam.DEFAULT, 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batchSize         | 0  | batchSize must be positive, got 0",
                "length            | 1  | length must be at least 2, one token to predict from the other, got 1",
                "accumulation      | 0  | accumulation must be positive, got 0",
                "evaluateEvery     | -1 | evaluateEvery must not be negative (0: at the end), got -1",
                "evaluationWindows | -1 | evaluationWindows must not be negative (0: all), got -1",
                "checkpointEvery   | -1 | checkpointEvery must not be negative (0: at the end), got -1",
            })
    void aCountThatIsTooSmallIsRefused(String component, int value, String sentence) {
        assertRefused(component, value, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clipNorm | -1.0 | clipNorm must not be negative (0: no clipping), got -1.0",
                "clipNorm | NaN  | clipNorm must not be negative (0: no clipping), got NaN",
                "seconds  | -0.5 | seconds must not be negative, got -0.5",
                "seconds  | NaN  | seconds must not be negative, got NaN",
            })
    void anAmountThatIsNegativeOrNoNumberIsRefused(String component, double value, String sentence) {
        assertRefused(component, value, sentence);
    }

    @Test
    void aRunMustEnd() {
        assertRefused("steps", -1L, "steps must not be negative, got -1");
        assertRefused("steps", 0L, "give steps or seconds, got neither; a run must end");
        assertThat(changed(CONFIG, "seconds", 1.5)).isInstanceOf(TrainerConfig.class);
    }

    private static void assertRefused(String component, Object value, String sentence) {
        assertThatThrownBy(() -> changed(CONFIG, component, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }
}
