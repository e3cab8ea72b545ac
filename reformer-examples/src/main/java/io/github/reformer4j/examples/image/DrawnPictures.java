package io.github.reformer4j.examples.image;

import io.github.reformer4j.data.ImageSet;
import io.github.reformer4j.data.LabelledImage;
import io.github.reformer4j.data.RgbImage;
import io.github.reformer4j.kernel.CounterRandom;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of pictures that needs no download, drawn by Java2D: shapes of one colour with a darker edge on white, of several
 * sizes, at any angle, near the middle. The shape is the class. The same set each time.
 */
public final class DrawnPictures {

    /** The classes, by label. */
    public static final List<String> CLASSES = List.of("cross", "disc", "ring", "square", "star", "triangle");

    private static final int COUNT = 1200;
    private static final int FINER = 4;
    private static final long SEED = CounterRandom.derive(0, "drawn pictures");

    private DrawnPictures() {}

    /** All of them, with {@code side} pixels a side. */
    public static ImageSet set(int side) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int label = i % CLASSES.size();
            RgbImage image = RgbImage.of(draw(CounterRandom.derive(SEED, i), label, FINER * side), side);
            images.add(new LabelledImage(CLASSES.get(label) + "/" + i + ".png", label, image));
        }
        return new ImageSet(side, CLASSES, images);
    }

    private static BufferedImage draw(long key, int label, int side) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, side, side);
            float hue = (float) CounterRandom.uniform(key, 0);
            graphics.setColor(Color.getHSBColor(hue, 0.8f, 0.6f));
            graphics.fill(placed(key, label, side, 1.0));
            graphics.setColor(Color.getHSBColor(hue, 0.6f, 0.95f));
            graphics.fill(placed(key, label, side, 0.75));
        } finally {
            graphics.dispose();
        }
        return picture;
    }

    private static Shape placed(long key, int label, int side, double scale) {
        double radius = side * (0.3 + 0.12 * CounterRandom.uniform(key, 1));
        double room = side - 2.0 * radius;
        AffineTransform place = AffineTransform.getTranslateInstance(
                radius + room * CounterRandom.uniform(key, 2), radius + room * CounterRandom.uniform(key, 3));
        place.rotate(2.0 * Math.PI * CounterRandom.uniform(key, 4));
        place.scale(scale * radius, scale * radius);
        return place.createTransformedShape(unit(label));
    }

    /** A shape within the unit circle. */
    private static Shape unit(int label) {
        double half = Math.sqrt(0.5);
        return switch (CLASSES.get(label)) {
            case "disc" -> disc(0.9);
            case "ring" -> ring();
            case "square" -> new Rectangle2D.Double(-half, -half, 2.0 * half, 2.0 * half);
            case "star" -> spikes(5, 0.45);
            case "triangle" -> spikes(3, 0.5);
            default -> cross();
        };
    }

    private static Shape disc(double radius) {
        return new Ellipse2D.Double(-radius, -radius, 2.0 * radius, 2.0 * radius);
    }

    private static Shape ring() {
        Area ring = new Area(disc(0.9));
        ring.subtract(new Area(disc(0.4)));
        return ring;
    }

    private static Shape cross() {
        Area cross = new Area(new Rectangle2D.Double(-0.95, -0.3, 1.9, 0.6));
        cross.add(new Area(new Rectangle2D.Double(-0.3, -0.95, 0.6, 1.9)));
        return cross;
    }

    /** Corners on the unit circle, with corners of a smaller radius between them. */
    private static Shape spikes(int count, double inner) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < 2 * count; i++) {
            double radius = i % 2 == 0 ? 1.0 : inner;
            double angle = Math.PI * i / count;
            if (i == 0) {
                path.moveTo(radius, 0.0);
            } else {
                path.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
            }
        }
        path.closePath();
        return path;
    }
}
