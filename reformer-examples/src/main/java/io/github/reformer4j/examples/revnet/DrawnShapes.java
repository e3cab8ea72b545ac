package io.github.reformer4j.examples.revnet;

import io.github.reformer4j.kernel.CounterRandom;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.List;

/**
 * Small grey images of shapes, drawn by Java2D: discs, squares, triangles and crosses of several sizes, at any place and
 * angle, lighter than their ground, under noise. Image i of a seed is a function of both.
 */
public final class DrawnShapes {

    /** The classes, by label. */
    public static final List<String> CLASSES = List.of("disc", "square", "triangle", "cross");

    /** Pixels of a side. */
    public static final int SIDE = 16;

    private static final double NOISE = 0.1;
    private static final double LEAST_CONTRAST = 0.4;

    private DrawnShapes() {}

    /** Images {@code first} to {@code first + count − 1} of a seed. */
    public static LabelledImages draw(long seed, int first, int count) {
        float[] pixels = new float[count * SIDE * SIDE];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            long key = CounterRandom.derive(seed, first + i);
            labels[i] = (int) (CounterRandom.uniform(key, 0) * CLASSES.size());
            draw(key, labels[i], pixels, i * SIDE * SIDE);
        }
        return LabelledImages.of(pixels, labels, SIDE);
    }

    private static void draw(long key, int label, float[] pixels, int offset) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        float ground = (float) (0.4 * CounterRandom.uniform(key, 1));
        float contrast = (float) (LEAST_CONTRAST + (1.0 - LEAST_CONTRAST) * CounterRandom.uniform(key, 2));
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setColor(new Color(ground, ground, ground));
            graphics.fillRect(0, 0, SIDE, SIDE);
            float shade = Math.min(1f, ground + contrast);
            graphics.setColor(new Color(shade, shade, shade));
            graphics.fill(placed(key, label));
        } finally {
            graphics.dispose();
        }
        Raster raster = image.getRaster();
        for (int i = 0; i < SIDE * SIDE; i++) {
            double clean = raster.getSample(i % SIDE, i / SIDE, 0) / 127.5 - 1.0; // in [−1, 1]
            pixels[offset + i] = (float) (clean + NOISE * CounterRandom.gaussian(key, 100 + i));
        }
    }

    /** The shape in the image: turned by any angle, 5 to 7 pixels in radius, moved so that it stays inside. */
    private static Shape placed(long key, int label) {
        double radius = 5.0 + 2.0 * CounterRandom.uniform(key, 4);
        double room = SIDE - 2.0 * radius;
        AffineTransform place = AffineTransform.getTranslateInstance(
                radius + room * CounterRandom.uniform(key, 5), radius + room * CounterRandom.uniform(key, 6));
        place.rotate(2.0 * Math.PI * CounterRandom.uniform(key, 7));
        place.scale(radius, radius);
        return place.createTransformedShape(unit(label));
    }

    /** A shape within the unit circle. */
    private static Shape unit(int label) {
        double half = Math.sqrt(0.5);
        return switch (CLASSES.get(label)) {
            case "disc" -> new Ellipse2D.Double(-0.85, -0.85, 1.7, 1.7);
            case "square" -> new Rectangle2D.Double(-half, -half, 2.0 * half, 2.0 * half);
            case "triangle" -> polygon(0.0, -1.0, Math.sqrt(0.75), 0.5, -Math.sqrt(0.75), 0.5);
            default ->
                polygon(
                        -0.3, -0.95, 0.3, -0.95, 0.3, -0.3, 0.95, -0.3, 0.95, 0.3, 0.3, 0.3, //
                        0.3, 0.95, -0.3, 0.95, -0.3, 0.3, -0.95, 0.3, -0.95, -0.3, -0.3, -0.3);
        };
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
