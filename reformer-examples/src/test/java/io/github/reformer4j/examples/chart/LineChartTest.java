package io.github.reformer4j.examples.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {

    private static long pixels(BufferedImage image, Color color) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(pixel -> (pixel & 0xffffff) == (color.getRGB() & 0xffffff))
                .count();
    }

    @Test
    void ticksOfDoublingsSayPowersOfTwoAndNothingBetween() {
        assertThat(List.of(Ticks.power(14.0), Ticks.power(0.0), Ticks.power(-3.0), Ticks.power(9.5)))
                .containsExactly("16,384", "1", "0.13", " ");
        assertThat(Ticks.DOUBLING.places(List.of(1024, 0.5))).containsExactly(10.0, -1.0);
        assertThat(Ticks.EVEN.places(List.of(3, 0.5))).containsExactly(3.0, 0.5);
    }

    @Test
    void everyLineHasAColourOfItsOwn() {
        BufferedImage picture = LineChart.plain("t", "x", "y")
                .add("one", List.of(1, 2, 3), List.of(1.0, 2.0, 3.0))
                .add("two", List.of(1, 2, 3), List.of(3.0, 2.5, 1.0))
                .draw();
        assertThat(pixels(picture, Palette.of(0))).isGreaterThan(500);
        assertThat(pixels(picture, Palette.of(1))).isGreaterThan(500);
        assertThat(pixels(picture, Palette.of(2))).isZero();
    }

    @Test
    void aSinglePointIsDrawnOnAxesOfDoublings() {
        BufferedImage picture = LineChart.doubling("t", "x", "y")
                .doublingUpwards()
                .add("one", List.of(1000), List.of(0.3))
                .draw();
        assertThat(pixels(picture, Palette.of(0))).isGreaterThan(50);
    }
}
