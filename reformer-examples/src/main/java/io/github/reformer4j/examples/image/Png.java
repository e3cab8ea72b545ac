package io.github.reformer4j.examples.image;

import io.github.reformer4j.data.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG files by ImageIO, through memory alone: its own cache of files wants a shutdown hook, too late after Ctrl-C. */
public final class Png {

    private Png() {}

    /** Writes a picture, into a folder that is made where it is missing. */
    public static void write(BufferedImage picture, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(file, bytes(picture));
    }

    /** Bits that PNG takes for each byte of the images, its headers included. */
    public static double bitsPerDimension(List<RgbImage> images) throws IOException {
        long packed = 0;
        long plain = 0;
        for (RgbImage image : images) {
            packed += bytes(image.toPicture()).length;
            plain += image.bytes().length;
        }
        return 8.0 * packed / plain;
    }

    /** The PNG file of a picture. */
    public static byte[] bytes(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", stream);
        }
        return bytes.toByteArray();
    }
}
