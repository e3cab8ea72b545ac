package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import java.awt.image.BufferedImage;

/**
 * A square image as bytes in the order in which a model reads them: rows from the top, pixels from the left, of each its
 * red, green and blue in sRGB.
 *
 * @param side pixels of a side, s
 * @param bytes [s, s, 3], not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // pixels by the thousand; compared by whoever needs it
public record RgbImage(int side, byte[] bytes) {

    /** Bytes of a pixel. */
    public static final int CHANNELS = 3;

    private static final int LARGEST = 4096;

    public RgbImage {
        require(side > 0 && side <= LARGEST, "the side of an image must be 1 to %d pixels, got %d", LARGEST, side);
        require(
                bytes.length == length(side),
                "an image of %d × %d pixels has %d bytes, got %d",
                side,
                side,
                length(side),
                bytes.length);
    }

    /** Bytes of an image: 3 s². */
    public static int length(int side) {
        return side * side * CHANNELS;
    }

    /**
     * The largest square in the middle of a picture, on white where it is transparent, each pixel the mean of the area that it
     * covers there.
     *
     * @param side pixels of a side, at most those of the picture's shorter one
     */
    public static RgbImage of(BufferedImage picture, int side) {
        int shorter = Math.min(picture.getWidth(), picture.getHeight());
        require(
                side <= shorter,
                "a picture of %d × %d pixels is smaller than the %d × %d that the model reads; give a larger one",
                picture.getWidth(),
                picture.getHeight(),
                side,
                side);
        int left = (picture.getWidth() - shorter) / 2;
        int top = (picture.getHeight() - shorter) / 2;
        int[] pixels = picture.getRGB(left, top, shorter, shorter, null, 0, shorter);
        return new RgbImage(side, AreaMean.of(onWhite(pixels), shorter, side));
    }

    /** Channels of pixels in [0, 255], [p, 3]. */
    private static double[] onWhite(int[] pixels) {
        double[] channels = new double[pixels.length * CHANNELS];
        for (int i = 0; i < pixels.length; i++) {
            double opaque = (pixels[i] >>> 24) / 255.0;
            for (int c = 0; c < CHANNELS; c++) {
                int channel = (pixels[i] >> (16 - 8 * c)) & 0xFF;
                channels[i * CHANNELS + c] = opaque * channel + (1.0 - opaque) * 255.0;
            }
        }
        return channels;
    }

    /** The image as a picture of Java2D. */
    public BufferedImage toPicture() {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            picture.setRGB(i % side, i / side, channel(i, 0) << 16 | channel(i, 1) << 8 | channel(i, 2));
        }
        return picture;
    }

    private int channel(int pixel, int channel) {
        return Byte.toUnsignedInt(bytes[pixel * CHANNELS + channel]);
    }
}
