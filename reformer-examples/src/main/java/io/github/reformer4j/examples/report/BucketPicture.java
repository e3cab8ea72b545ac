package io.github.reformer4j.examples.report;

import io.github.reformer4j.block.RecordedAttention;
import io.github.reformer4j.examples.chart.Palette;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** The positions of a text, across, and their buckets in one round, upwards; one bucket stands out. */
final class BucketPicture {

    private static final int LEFT = 90;
    private static final int RIGHT = 30;
    private static final int TOP = 60;
    private static final int PLOT = 430;
    private static final int HEIGHT = TOP + PLOT + 80;
    private static final int TICKS = 4;

    private final RecordedAttention entry;
    private final int[] buckets;
    private final int chosen;

    private BucketPicture(RecordedAttention entry, int[] buckets, int chosen) {
        this.entry = entry;
        this.buckets = buckets;
        this.chosen = chosen;
    }

    static BufferedImage of(RecordedAttention entry, Occupancy occupancy, int chosen) {
        return Drawing.of(HEIGHT, new BucketPicture(entry, occupancy.buckets(), chosen)::draw);
    }

    private void draw(Drawing drawing) {
        int width = Drawing.WIDTH - LEFT - RIGHT;
        drawing.centred(
                String.format(
                        Locale.ROOT,
                        "%,d positions in %d buckets; bucket %d in orange",
                        buckets.length,
                        entry.bucketsPerRound(),
                        chosen),
                Palette.HEADING,
                LEFT + width / 2.0,
                36);
        double row = (double) PLOT / entry.bucketsPerRound();
        int thick = (int) Math.max(3, Math.round(row) - 1);
        drawing.fill(Palette.shade(Palette.ORANGE, 0.15), LEFT, y(chosen, row, thick), width, thick);
        for (int i = 0; i < buckets.length; i++) {
            boolean stands = buckets[i] == chosen;
            Color color = stands ? Palette.ORANGE : Palette.BLUE;
            drawing.fill(
                    color,
                    LEFT + (int) ((long) i * width / buckets.length),
                    y(buckets[i], row, thick),
                    stands ? 3 : 2,
                    thick);
        }
        axes(drawing, width, row);
    }

    private static int y(int bucket, double row, int thick) {
        return (int) Math.round(TOP + PLOT - (bucket + 0.5) * row - thick / 2.0);
    }

    private void axes(Drawing drawing, int width, double row) {
        drawing.frame(Palette.PALE, LEFT, TOP, width, PLOT);
        for (int i = 0; i <= TICKS; i++) {
            int x = LEFT + width * i / TICKS;
            drawing.line(Palette.PALE, x, TOP + PLOT, x, TOP + PLOT + 6);
            drawing.centred(
                    number(buckets.length * i / TICKS),
                    Palette.LETTERS,
                    Math.min(x, LEFT + width - 20),
                    TOP + PLOT + 28);
            int bucket = (entry.bucketsPerRound() - 1) * i / TICKS;
            int level = (int) Math.round(TOP + PLOT - (bucket + 0.5) * row);
            drawing.line(Palette.PALE, LEFT - 6, level, LEFT, level);
            drawing.upTo(number(bucket), Palette.LETTERS, LEFT - 10, level + 7);
        }
        drawing.centred("position in the text, tokens", Palette.LETTERS, LEFT + width / 2.0, HEIGHT - 16);
        drawing.upwards("bucket", Palette.LETTERS, 28, TOP + PLOT / 2.0);
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
