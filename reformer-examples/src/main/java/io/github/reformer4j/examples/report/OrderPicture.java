package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.chart.Palette;
import io.github.reformer4j.kernel.ChunkOrder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** The positions of a text, sorted by bucket and cut into chunks, across, and where they stand in the text, upwards. */
final class OrderPicture {

    private static final int LEFT = 110;
    private static final int RIGHT = 30;
    private static final int TOP = 60;
    private static final int PLOT = 430;
    private static final int HEIGHT = TOP + PLOT + 80;
    private static final int TICKS = 4;

    private final ChunkOrder order;
    private final int[] buckets;
    private final int chosen;
    private final int places;

    private OrderPicture(ChunkOrder order, Occupancy occupancy, int chosen) {
        this.order = order;
        buckets = occupancy.buckets();
        this.chosen = chosen;
        places = order.chunksPerRound() * order.window().chunkLength();
    }

    static BufferedImage of(ChunkOrder order, Occupancy occupancy, int chosen) {
        return Drawing.of(HEIGHT, new OrderPicture(order, occupancy, chosen)::draw);
    }

    private int x(int place) {
        return LEFT + (int) ((long) place * (Drawing.WIDTH - LEFT - RIGHT) / places);
    }

    private static int y(int position, int length) {
        return TOP + PLOT - (int) ((long) position * PLOT / length);
    }

    private void draw(Drawing drawing) {
        int chunk = order.window().chunkLength();
        drawing.centred(
                String.format(
                        Locale.ROOT, "Sorted by bucket, cut into %,d chunks of %d", order.chunksPerRound(), chunk),
                Palette.HEADING,
                (x(0) + x(places)) / 2.0,
                36);
        for (int i = 0; i < order.chunksPerRound(); i += 2) {
            drawing.fill(Palette.FAINT, x(i * chunk), TOP, x((i + 1) * chunk) - x(i * chunk), PLOT);
        }
        for (int place = 0; place < places; place++) {
            int position = order.position(place);
            if (position != ChunkOrder.EMPTY) {
                boolean stands = buckets[position] == chosen;
                Color color = stands ? Palette.ORANGE : Palette.BLUE;
                drawing.disc(color, x(place), y(position, buckets.length), stands ? 3.5 : 2.0);
            }
        }
        axes(drawing);
    }

    private void axes(Drawing drawing) {
        drawing.frame(Palette.PALE, x(0), TOP, x(places) - x(0), PLOT);
        for (int i = 0; i <= TICKS; i++) {
            int chunk = order.chunksPerRound() * i / TICKS;
            int across = x(chunk * order.window().chunkLength());
            drawing.line(Palette.PALE, across, TOP + PLOT, across, TOP + PLOT + 6);
            drawing.centred(number(chunk), Palette.LETTERS, across, TOP + PLOT + 28);
            int position = buckets.length * i / TICKS;
            int level = y(position, buckets.length);
            drawing.line(Palette.PALE, LEFT - 6, level, LEFT, level);
            drawing.upTo(number(position), Palette.LETTERS, LEFT - 10, level + 7);
        }
        drawing.centred("chunk, in the order of buckets", Palette.LETTERS, (x(0) + x(places)) / 2.0, HEIGHT - 16);
        drawing.upwards("position in the text, tokens", Palette.LETTERS, 26, TOP + PLOT / 2.0);
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
