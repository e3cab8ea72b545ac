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

    private static Plot plot(Plot.Axes axes) {
        return new Plot("figures", "Figures", "length", "MiB", axes);
    }

    private BufferedImage drawn(Plot plot) throws IOException {
        Path png = folder.resolve("figures.png");
        plot.draw(png);
        return ImageIO.read(png.toFile());
    }

    @Test
    void whatAnAxisOfDoublingsHasNoPlaceForIsLeftOut() throws IOException {
        Plot plot = plot(Plot.Axes.DOUBLING);
        plot.add("ours", 1024, 0.0);
        plot.add("ours", 2048, -1.0);
        plot.add("ours", 0, 1.0);
        assertThat(plot.isEmpty()).isTrue();
        plot.add("ours", 4096, 3.0);
        assertThat(plot.isEmpty()).isFalse();
        assertThat(drawn(plot).getWidth()).isEqualTo(900);
    }

    @Test
    void zeroHasItsPlaceOnAnEvenAxis() throws IOException {
        Plot plot = plot(Plot.Axes.FROM_ZERO);
        plot.add("ours", 1, 0.0);
        plot.add("ours", 2, 1.0);
        assertThat(plot.isEmpty()).isFalse();
        assertThat(drawn(plot).getHeight()).isEqualTo(600);
    }

    @Test
    void whatWasNotMeasuredIsLeftOutOfAll() {
        for (Plot.Axes axes : Plot.Axes.values()) {
            Plot plot = plot(axes);
            plot.add("ours", 1024, Double.NaN);
            assertThat(plot.isEmpty()).isTrue();
        }
    }
}
