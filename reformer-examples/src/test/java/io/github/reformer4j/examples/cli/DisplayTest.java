package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.training.OptimizerConfig;
import io.github.reformer4j.training.Progress;
import io.github.reformer4j.training.Schedule;
import io.github.reformer4j.training.TrainerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayTest {

    private final StringWriter text = new StringWriter();

    @Test
    void aFileGetsALineATenthAndNoCarriageReturn() {
        try (Display display = new Tenths(new PrintWriter(text))) {
            for (int step = 1; step <= 1000; step++) {
                display.show(step / 1000.0, "step " + step);
            }
            display.show(1.5, "too far");
        }
        assertThat(text.toString().lines())
                .hasSize(10)
                .startsWith(" 10% step 100")
                .endsWith("100% step 1000");
        assertThat(text.toString()).doesNotContain("\r");
    }

    @Test
    void aRunThatGoesOnShowsNoTenthsOfBefore() {
        try (Display display = new Tenths(new PrintWriter(text))) {
            display.show(0.47, "step 47");
            display.show(0.48, "step 48");
        }
        assertThat(text.toString().lines()).containsExactly(" 40% step 47");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 31, 37, 80})
    void aBarIsNoWiderThanItsTerminal(int width) {
        String whole = " 50% [============            ] step 7";

        assertThat(Bar.line(0.5, "step 7", width)).isEqualTo(whole.substring(0, Math.min(width, whole.length())));
    }

    @Test
    void aBarLeavesNothingButTheLinesThatStay() {
        try (Display display = new Bar(new PrintWriter(text))) {
            display.show(0.5, "step 1");
            display.say("step 1 is measured");
        }
        String[] drawn = text.toString().split("\r\033\\[K", -1);
        assertThat(drawn)
                .contains("step 1 is measured" + System.lineSeparator())
                .endsWith("");
    }

    @Test
    void aRunShowsItsSpeedItsLossAndTheTimeLeft() {
        TrainerConfig config = new TrainerConfig(
                2, 500, 1, OptimizerConfig.DecoupledAdam.DEFAULT, new Schedule.Constant(0.1, 0), 1, 1, 100, 0, 0, 0, 0);
        ShownTraining shown = new ShownTraining(config, Material.TEXT, new Tenths(new PrintWriter(text)));

        shown.onStart(9);
        shown.onStep(new Progress(10, 4.0, 0.1, 1.0, 10_000, 12.0, 1000.0));
        shown.onStep(new Progress(11, 3.0, 0.1, 1.0, 11_000, 12.5, 2000.0));
        shown.onEvaluation(20, 2.5, true);
        shown.onStep(new Progress(20, 3.0, 0.1, 1.0, 20_000, 17.0, 1100.0));

        assertThat(text.toString().lines())
                .containsExactly(
                        "goes on after step 9",
                        " 10% step 10, 1,000 tokens/s, 4.000 bits/byte, 1:30 left",
                        "step 20: 2.500 bits per byte on held-out text, the best so far",
                        " 20% step 20, 1,100 tokens/s, 3.810 bits/byte, 1:12 left");
    }
}
