package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.chart.Palette;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** A white picture to draw on. */
final class Drawing {

    /** Pixels across; all pictures share it. */
    static final int WIDTH = LineChart.WIDTH;

    private final Graphics2D graphics;

    private Drawing(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** A picture of this height, drawn on by {@code content}. */
    static BufferedImage of(int height, Consumer<Drawing> content) {
        BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, WIDTH, height);
            graphics.setStroke(new BasicStroke(1.5f));
            content.accept(new Drawing(graphics));
        } finally {
            graphics.dispose();
        }
        return picture;
    }

    /** Everything else that Java2D has. */
    Graphics2D graphics() {
        return graphics;
    }

    /** A filled rectangle. */
    void fill(Color color, int x, int y, int width, int height) {
        graphics.setColor(color);
        graphics.fillRect(x, y, width, height);
    }

    /** The outline of a rectangle. */
    void frame(Color color, int x, int y, int width, int height) {
        graphics.setColor(color);
        graphics.drawRect(x, y, width, height);
    }

    /** A line. */
    void line(Color color, int x1, int y1, int x2, int y2) {
        graphics.setColor(color);
        graphics.drawLine(x1, y1, x2, y2);
    }

    /** A filled disc around a point. */
    void disc(Color color, double x, double y, double radius) {
        graphics.setColor(color);
        graphics.fillOval(
                (int) Math.round(x - radius), (int) Math.round(y - radius), (int) Math.round(2 * radius), (int)
                        Math.round(2 * radius));
    }

    /** Words whose middle is at x, above the line y. */
    void centred(String words, Font font, double x, int y) {
        letters(font);
        graphics.drawString(words, (float) (x - metrics().stringWidth(words) / 2.0), y);
    }

    /** Words that begin at x. */
    void from(String words, Font font, int x, int y) {
        letters(font);
        graphics.drawString(words, x, y);
    }

    /** Words that end at x. */
    void upTo(String words, Font font, int x, int y) {
        letters(font);
        graphics.drawString(words, x - metrics().stringWidth(words), y);
    }

    /** Words that read upwards, their middle at y. */
    void upwards(String words, Font font, int x, double y) {
        letters(font);
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, x, y);
        graphics.drawString(words, (float) (x - metrics().stringWidth(words) / 2.0), (float) y);
        graphics.setTransform(before);
    }

    private void letters(Font font) {
        graphics.setColor(Palette.INK);
        graphics.setFont(font);
    }

    private FontMetrics metrics() {
        return graphics.getFontMetrics();
    }
}
