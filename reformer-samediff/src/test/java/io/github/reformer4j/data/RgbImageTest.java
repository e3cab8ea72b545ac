package io.github.reformer4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reformer4j.kernel.CounterRandom;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RgbImageTest {

    private static RgbImage random(long seed, int side) {
        byte[] bytes = new byte[RgbImage.length(side)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (CounterRandom.uniform(seed, i) * 256);
        }
        return new RgbImage(side, bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tokensOfAnImageGiveTheImageAndSoDoesItsPicture(long seed) {
        RgbImage image = random(seed, 5);
        PixelTokenizer tokenizer = new PixelTokenizer(5, List.of("a"));

        assertThat(tokenizer.image(tokenizer.encode(image.bytes())).bytes()).isEqualTo(image.bytes());
        assertThat(RgbImage.of(image.toPicture(), 5).bytes()).isEqualTo(image.bytes());
    }

    /** A twin that adds up exact shares of 1/3 and so on by repeating every pixel {@code side} times. */
    @ParameterizedTest
    @CsvSource({"6, 3", "6, 4", "7, 3", "5, 5", "9, 2"})
    void aPixelIsTheMeanOfTheAreaThatItCovers(int from, int side) {
        RgbImage image = random(11, from);
        RgbImage small = RgbImage.of(image.toPicture(), side);
        for (int i = 0; i < small.bytes().length; i++) {
            int row = i / 3 / side;
            int column = i / 3 % side;
            long sum = 0;
            for (int y = row * from; y < (row + 1) * from; y++) {
                for (int x = column * from; x < (column + 1) * from; x++) {
                    sum += Byte.toUnsignedInt(image.bytes()[(y / side * from + x / side) * 3 + i % 3]);
                }
            }
            double mean = (double) sum / (from * from);
            assertThat((double) Byte.toUnsignedInt(small.bytes()[i]))
                    .as("byte %d", i)
                    .isBetween(mean - 0.5 - 1e-9, mean + 0.5 + 1e-9);
        }
    }

    @Test
    void whatIsTransparentIsWhite() {
        BufferedImage picture = new BufferedImage(2, 1 + 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x00123456);
        picture.setRGB(1, 0, 0xFF102030);
        picture.setRGB(0, 1, 0x80000000);

        assertThat(RgbImage.of(picture, 2).bytes())
                .containsExactly(255, 255, 255, 0x10, 0x20, 0x30, 127, 127, 127, 255, 255, 255);
    }

    @Test
    void ofAWidePictureTheMiddleIsTaken() {
        BufferedImage picture = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 4; x++) {
            picture.setRGB(x, 0, x);
            picture.setRGB(x, 1, 10 + x);
        }

        assertThat(RgbImage.of(picture, 2).bytes()).containsExactly(0, 0, 1, 0, 0, 2, 0, 0, 11, 0, 0, 12);
    }

    @Test
    void aPictureIsNotMadeLarger() {
        assertThatThrownBy(() -> RgbImage.of(new BufferedImage(40, 31, BufferedImage.TYPE_INT_RGB), 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture of 40 × 31 pixels is smaller than the 32 × 32 that the model reads; "
                        + "give a larger one");
    }

    @Test
    void bytesOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> new RgbImage(2, new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image of 2 × 2 pixels has 12 bytes, got 11");
    }
}
