package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.chart.Palette;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** Attention weights of one head over a short text, exact on the left, as hashing finds them on the right. */
final class MapPicture {

    private static final int SIDE = 380;
    private static final int LEFT = 75;
    private static final int GAP = 45;
    private static final int TOP = 60;
    private static final int HEIGHT = TOP + SIDE + 130;
    private static final double STRONG = 0.25; // a weight that is drawn as dark as any
    private static final Color FULL = new Color(0, 60, 120);
    private static final Color UNSEEN = new Color(250, 226, 200);

    private final HeadWeights weights;
    private final HeadWeights.Sight sight;
    private final int rounds;

    private MapPicture(HeadWeights weights, int rounds) {
        this.weights = weights;
        this.rounds = rounds;
        sight = weights.sight(0, rounds);
    }

    /** With the first of the recorded rounds. */
    static BufferedImage of(HeadWeights weights, int rounds) {
        return Drawing.of(HEIGHT, new MapPicture(weights, rounds)::draw);
    }

    private void draw(Drawing drawing) {
        int second = LEFT + SIDE + GAP;
        drawing.centred("Exact", Palette.HEADING, LEFT + SIDE / 2.0, 36);
        String found = rounds == 1 ? "Found by LSH, 1 round" : "Found by LSH, " + rounds + " rounds";
        drawing.centred(found, Palette.HEADING, second + SIDE / 2.0, 36);
        for (int query = 0; query < weights.length(); query++) {
            double[] exact = weights.exact(query);
            double[] hashed = weights.hashed(query, sight);
            boolean[] seen = weights.seen(query, sight);
            for (int key = 0; key < weights.length(); key++) {
                if (weights.mayBeSeen(query, key)) {
                    cell(drawing, LEFT, query, key, shade(exact[key]));
                    cell(drawing, second, query, key, seen[key] ? shade(hashed[key]) : UNSEEN);
                }
            }
        }
        axes(drawing, LEFT);
        axes(drawing, second);
        drawing.upwards("query: who looks, position", Palette.LETTERS, 24, TOP + SIDE / 2.0);
        legend(drawing);
    }

    /** By the root of the weight, so that small ones are seen too. */
    private static Color shade(double weight) {
        return Palette.shade(FULL, 0.04 + 0.96 * Math.sqrt(Math.min(1.0, weight / STRONG)));
    }

    private void cell(Drawing drawing, int left, int query, int key, Color color) {
        int length = weights.length();
        int x = SIDE * key / length;
        int y = SIDE * query / length;
        drawing.fill(color, left + x, TOP + y, SIDE * (key + 1) / length - x, SIDE * (query + 1) / length - y);
    }

    private void axes(Drawing drawing, int left) {
        drawing.frame(Palette.PALE, left, TOP, SIDE, SIDE);
        int length = weights.length();
        for (int i = 0; i <= 2; i++) {
            String position = String.format(Locale.ROOT, "%,d", length * i / 2);
            across(drawing, position, left, i);
            if (left == LEFT) {
                drawing.upTo(position, Palette.LETTERS, left - 8, TOP + SIDE * i / 2 + 7);
            }
        }
        drawing.centred("key: who is looked at, position", Palette.LETTERS, left + SIDE / 2.0, TOP + SIDE + 54);
    }

    /** The first begins and the last ends at the edge, so that two pictures have room side by side. */
    private static void across(Drawing drawing, String position, int left, int tick) {
        int y = TOP + SIDE + 26;
        switch (tick) {
            case 0 -> drawing.from(position, Palette.LETTERS, left, y);
            case 1 -> drawing.centred(position, Palette.LETTERS, left + SIDE / 2.0, y);
            default -> drawing.upTo(position, Palette.LETTERS, left + SIDE, y);
        }
    }

    private static void legend(Drawing drawing) {
        int y = HEIGHT - 44;
        drawing.from("weight 0", Palette.LETTERS, LEFT, y + 20);
        for (int i = 0; i < 160; i++) {
            drawing.fill(shade(STRONG * i / 160.0), LEFT + 100 + i, y, 1, 26);
        }
        drawing.from("¼ or more", Palette.LETTERS, LEFT + 270, y + 20);
        drawing.fill(UNSEEN, LEFT + 425, y, 40, 26);
        drawing.from("not looked at: other chunks", Palette.LETTERS, LEFT + 475, y + 20);
    }
}
