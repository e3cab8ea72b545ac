package io.github.reformer4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reformer4j.examples.bench.LengthTimes;
import io.github.reformer4j.examples.chart.Palette;
import io.github.reformer4j.examples.memory.MemoryRow;
import io.github.reformer4j.reversible.MemoryMode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CostFiguresTest {

    private static final long MEBI = 1 << 20;

    private static boolean shows(Figure figure, Color color) {
        BufferedImage picture = Objects.requireNonNull(figure.picture());
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if ((picture.getRGB(x, y) & 0xFFFFFF) == (color.getRGB() & 0xFFFFFF)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static MemoryRow row(int layers, MemoryMode mode, long mebi) {
        return new MemoryRow(layers, 512, mode, mebi * MEBI, mebi * MEBI, 2L * layers * MEBI);
    }

    @Test
    void whatALayerMoreCostsIsTheSlopeOfItsLine() {
        Figure figure = MemoryFigure.of(List.of(
                row(2, MemoryMode.STORE, 30),
                row(4, MemoryMode.STORE, 50),
                row(2, MemoryMode.REVERSIBLE, 20),
                row(4, MemoryMode.REVERSIBLE, 25)));

        assertThat(figure.title()).isEqualTo("A layer more costs 10.0 MiB in ordinary training, 2.5 MiB in reversible");
        assertThat(figure.explanation()).contains("2.0 MiB in either mode");
        assertThat(shows(figure, Palette.ORANGE)).isTrue();
        assertThat(shows(figure, Palette.BLUE)).isTrue();
    }

    @Test
    void timesAreComparedAtTheLongestLength() {
        Figure figure = TimeFigure.of(new LengthTimes(List.of(
                new LengthTimes.Row("lsh-1", 512, 0.1, 0.2),
                new LengthTimes.Row("lsh-4", 512, 0.2, 0.4),
                new LengthTimes.Row("exact", 512, 0.1, 0.3),
                new LengthTimes.Row("lsh-1", 1024, 0.2, 0.4),
                new LengthTimes.Row("lsh-4", 1024, 0.4, 0.8),
                new LengthTimes.Row("exact", 1024, 0.5, 1.2))));

        assertThat(figure.title())
                .isEqualTo("At 1,024 tokens exact attention takes 3.0 times as long as LSH with one round");
        assertThat(figure.explanation()).contains("LSH with one round 2.0 times, exact 4.0 times");
    }

    @Test
    void allKindsAreMeasuredAtAllLengths() {
        List<String> said = new ArrayList<>();
        LengthTimes times = LengthTimes.measure(List.of(96, 192), 1, 0.0, said::add);

        assertThat(times.rows())
                .extracting(row -> row.attention() + " " + row.length())
                .containsExactly("lsh-1 96", "lsh-4 96", "exact 96", "lsh-1 192", "lsh-4 192", "exact 192");
        assertThat(times.rows())
                .allSatisfy(row -> assertThat(row.withBackward()).isPositive());
        assertThat(times.withBackward("exact", 96)).isPositive();
        assertThat(times.withBackward("exact", 97)).isNaN();
        assertThat(said).hasSize(2);
    }
}
