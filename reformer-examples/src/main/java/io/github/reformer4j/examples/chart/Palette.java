package io.github.reformer4j.examples.chart;

import java.awt.Color;
import java.awt.Font;
import java.util.List;

/** Colours that people with any colour vision tell apart (Okabe and Ito), and letters large enough for a phone. */
public final class Palette {

    /** Of letters. */
    public static final Color INK = new Color(34, 34, 34);

    /** Of frames, and of what stands beside. */
    public static final Color PALE = new Color(176, 184, 192);

    /** Of grids. */
    public static final Color FAINT = new Color(236, 239, 242);

    /** The first of many. */
    public static final Color BLUE = new Color(0, 114, 178);

    /** What stands out. */
    public static final Color ORANGE = new Color(213, 94, 0);

    /** A third. */
    public static final Color GREEN = new Color(0, 158, 115);

    /** For things that are many. */
    private static final List<Color> ALL = List.of(
            BLUE,
            new Color(230, 159, 0),
            GREEN,
            ORANGE,
            new Color(86, 180, 233),
            new Color(204, 121, 167),
            new Color(240, 228, 66),
            new Color(110, 110, 110));

    /** Of names, numbers and legends. */
    public static final Font LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 20);

    /** Of titles. */
    public static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 22);

    private Palette() {}

    /** The colour of the i-th of many things. */
    public static Color of(int i) {
        return ALL.get(i % ALL.size());
    }

    /** A colour between white and the given one, at a share in [0, 1]. */
    public static Color shade(Color full, double share) {
        double part = Math.max(0.0, Math.min(1.0, share));
        return new Color(mixed(full.getRed(), part), mixed(full.getGreen(), part), mixed(full.getBlue(), part));
    }

    private static int mixed(int channel, double share) {
        return (int) Math.round(255 + share * (channel - 255));
    }
}
