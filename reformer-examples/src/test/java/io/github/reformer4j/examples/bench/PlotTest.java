package io.github.reformer4j.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

    @TempDir
    private Path folder;

    private static Plot plot(boolean logarithmic) {
        return new Plot("figures", "Figures", "length", "MiB", logarithmic);
    }

    private BufferedImage drawn(Plot plot) throws IOException {
        Path png = folder.resolve("figures.png");
        plot.draw(png);
        return ImageIO.read(png.toFile());
    }

    @Test
    void whatALogarithmicAxisHasNoPlaceForIsLeftOut() throws IOException {
        Plot plot = plot(true);
        plot.add("ours", 1024, 0.0);
        plot.add("ours", 2048, -1.0);
        plot.add("ours", 0, 1.0);
        assertThat(plot.isEmpty()).isTrue();
        plot.add("ours", 4096, 3.0);
        assertThat(plot.isEmpty()).isFalse();
        assertThat(drawn(plot).getWidth()).isEqualTo(900);
    }

    @Test
    void zeroHasItsPlaceOnALinearAxis() throws IOException {
        Plot plot = plot(false);
        plot.add("ours", 1, 0.0);
        plot.add("ours", 2, 1.0);
        assertThat(plot.isEmpty()).isFalse();
        assertThat(drawn(plot).getHeight()).isEqualTo(540);
    }

    @Test
    void whatWasNotMeasuredIsLeftOutOfBoth() {
        for (boolean logarithmic : new boolean[] {true, false}) {
            Plot plot = plot(logarithmic);
            plot.add("ours", 1024, Double.NaN);
            assertThat(plot.isEmpty()).isTrue();
        }
    }
}
