package io.github.reformer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveTest {

    @TempDir
    private Path folder;

    @Test
    void bothCurvesAreDrawn() throws IOException {
        Path csv = Files.writeString(
                folder.resolve("metrics.csv"), "step,loss_bits,held_out_bits\n1,8.0,\n2,6.0,6.5\n3,5.0,\n4,4.5,5.0\n");
        Path png = folder.resolve("curve.png");

        Curve.draw(csv, png, Material.TEXT);

        BufferedImage image = Objects.requireNonNull(ImageIO.read(png.toFile()));
        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(pixels(image, Curve.FAINT)).isGreaterThan(100);
        assertThat(pixels(image, Curve.STRONG)).isGreaterThan(100);
    }

    @Test
    void aRunWithoutAStepHasNoPicture() throws IOException {
        Path csv = Files.writeString(folder.resolve("metrics.csv"), "step,loss_bits,held_out_bits\n");

        Curve.draw(csv, folder.resolve("curve.png"), Material.TEXT);

        assertThat(folder.resolve("curve.png")).doesNotExist();
    }

    @Test
    void aFileWithOtherColumnsIsRefused() throws IOException {
        Path csv = Files.writeString(folder.resolve("metrics.csv"), "step,loss\n1,8.0\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Curve.draw(csv, folder.resolve("curve.png"), Material.TEXT))
                .withMessage("the metrics file has no column loss_bits; its header is step,loss");
    }

    private static long pixels(BufferedImage image, Color color) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
