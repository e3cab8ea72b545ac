package io.github.reformer4j.examples.image;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Images side by side on grey, row after row, each pixel as a square of several. */
public final class ContactSheet {

    private static final int GAP = 4;
    private static final int MAGNIFIED = 96;
    private static final Color GROUND = new Color(205, 205, 205);

    private ContactSheet() {}

    /**
     * A sheet.
     *
     * @param images of one size, at least one
     * @param columns images of a row
     */
    public static BufferedImage of(List<RgbImage> images, int columns) {
        require(!images.isEmpty(), "a contact sheet needs at least one image, got none");
        require(columns > 0, "a contact sheet needs at least one column, got %d", columns);
        int side = images.get(0).side();
        int scale = Math.max(1, MAGNIFIED / side);
        int cell = side * scale + GAP;
        int across = Math.min(columns, images.size());
        int down = (images.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(across * cell + GAP, down * cell + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(GROUND);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            for (int i = 0; i < images.size(); i++) {
                int x = GAP + i % columns * cell;
                int y = GAP + i / columns * cell;
                graphics.drawImage(images.get(i).toPicture(), x, y, side * scale, side * scale, null);
            }
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    /** An image of which only the upper rows are there; the rest is a shade of grey. */
    public static RgbImage upperRows(RgbImage image, int rows) {
        byte[] bytes = image.bytes().clone();
        java.util.Arrays.fill(bytes, rows * image.side() * RgbImage.CHANNELS, bytes.length, (byte) 170);
        return new RgbImage(image.side(), bytes);
    }
}
