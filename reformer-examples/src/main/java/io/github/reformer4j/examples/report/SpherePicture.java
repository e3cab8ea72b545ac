package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.chart.Palette;
import io.github.reformer4j.kernel.CounterRandom;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Unit vectors coloured by bucket, one column a round of hashing, as in figure 1 of the paper: above on a circle, with the
 * directions of its R as lines, below on a sphere seen from the front.
 */
final class SpherePicture {

    private static final int ROUNDS = 3;
    private static final int ON_CIRCLE = 8;
    private static final int ON_SPHERE = 8;
    private static final int STEPS = 720;
    private static final int POINTS = 60;
    private static final int RADIUS = 112;
    private static final int CIRCLE_Y = 232;
    private static final int SPHERE_Y = 566;
    private static final int HEIGHT = 740;
    private static final double NEAR = Math.toRadians(52);
    private static final double NEAR_TOO = Math.toRadians(66);
    private static final double FAR = Math.toRadians(200);
    private static final double SEEN_FROM = 0.35; // radians above the equator

    private final long seed;

    private SpherePicture(long seed) {
        this.seed = seed;
    }

    /** The picture for one seed of rotations and points. */
    static BufferedImage of(long seed) {
        return Drawing.of(HEIGHT, new SpherePicture(seed)::draw);
    }

    private void draw(Drawing drawing) {
        double[][] circle = IntStream.range(0, STEPS)
                .mapToObj(i -> onCircle(2 * Math.PI * i / STEPS))
                .toArray(double[][]::new);
        double[][] points =
                IntStream.range(0, POINTS + 3).mapToObj(i -> onCircle(angle(i))).toArray(double[][]::new);
        Hashed sectors = Hashed.of(circle, ON_CIRCLE, ROUNDS, seed);
        Hashed hashed = Hashed.of(points, ON_CIRCLE, ROUNDS, seed);
        double[][] ball = ball();
        Hashed onBall = Hashed.of(ball, ON_SPHERE, ROUNDS, seed + 1);
        drawing.centred("Unit vectors, coloured by bucket", Palette.HEADING, Drawing.WIDTH / 2.0, 34);
        for (int round = 0; round < ROUNDS; round++) {
            int x = Drawing.WIDTH * (2 * round + 1) / (2 * ROUNDS);
            drawing.centred("Round " + (round + 1), Palette.HEADING, x, 80);
            sectors(drawing, sectors.buckets()[round], x);
            directions(drawing, sectors.directions()[round], x);
            points(drawing, points, hashed.buckets()[round], x);
            sphere(drawing, ball, onBall.buckets()[round], x);
        }
        drawing.centred("above on a circle, below on a sphere", Palette.LETTERS, Drawing.WIDTH / 2.0, HEIGHT - 26);
    }

    /** The angle of a point; the last three are the marked ones. */
    private double angle(int i) {
        return switch (i - POINTS) {
            case 0 -> NEAR;
            case 1 -> NEAR_TOO;
            case 2 -> FAR;
            default -> 2 * Math.PI * CounterRandom.uniform(seed, i);
        };
    }

    private static double[] onCircle(double angle) {
        return new double[] {Math.cos(angle), Math.sin(angle)};
    }

    /** A slice for every run of neighbours that share a bucket. */
    private static void sectors(Drawing drawing, int[] buckets, int x) {
        double step = 360.0 / STEPS;
        Ellipse2D.Double disc = new Ellipse2D.Double(x - RADIUS, CIRCLE_Y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        for (int from = 0, to; from < STEPS; from = to) {
            to = from + 1;
            while (to < STEPS && buckets[to] == buckets[from]) {
                to++;
            }
            drawing.graphics().setColor(Palette.shade(Palette.of(buckets[from]), 0.3));
            drawing.graphics().fill(new Arc2D.Double(disc.getBounds2D(), from * step, (to - from) * step, Arc2D.PIE));
        }
    }

    private static void directions(Drawing drawing, double[][] directions, int x) {
        drawing.graphics().setStroke(new BasicStroke(2f));
        drawing.graphics().setColor(new Color(90, 90, 90));
        double longest = Arrays.stream(directions)
                .mapToDouble(direction -> Math.hypot(direction[0], direction[1]))
                .max()
                .orElseThrow();
        for (double[] direction : directions) {
            double right = 0.85 * RADIUS * direction[0] / longest;
            double up = 0.85 * RADIUS * direction[1] / longest;
            drawing.graphics().draw(new Line2D.Double(x - right, CIRCLE_Y + up, x + right, CIRCLE_Y - up));
        }
    }

    private static void points(Drawing drawing, double[][] points, int[] buckets, int x) {
        for (int i = 0; i < points.length; i++) {
            double right = x + RADIUS * points[i][0];
            double down = CIRCLE_Y - RADIUS * points[i][1];
            boolean marked = i >= POINTS;
            if (marked) {
                drawing.disc(Palette.INK, right, down, 11);
            }
            drawing.disc(Palette.of(buckets[i]), right, down, marked ? 8 : 5);
        }
        boolean together = buckets[POINTS] == buckets[POINTS + 1];
        drawing.centred(
                together ? "near pair: together" : "near pair: apart", Palette.LETTERS, x, CIRCLE_Y + RADIUS + 44);
    }

    /** The points of a sphere that are seen from the front, one for each pixel, row by row. */
    private static double[][] ball() {
        List<double[]> seen = new ArrayList<>();
        for (int down = -RADIUS; down <= RADIUS; down++) {
            for (int right = -RADIUS; right <= RADIUS; right++) {
                double y = (double) right / RADIUS;
                double up = (double) -down / RADIUS;
                double square = 1.0 - y * y - up * up;
                if (square > 0.0) {
                    seen.add(turned(Math.sqrt(square), y, up));
                }
            }
        }
        return seen.toArray(double[][]::new);
    }

    /** What stands so far in front, right and up, as seen from a little above the equator. */
    private static double[] turned(double front, double right, double up) {
        return new double[] {
            Math.cos(SEEN_FROM) * front - Math.sin(SEEN_FROM) * up,
            right,
            Math.sin(SEEN_FROM) * front + Math.cos(SEEN_FROM) * up
        };
    }

    private static void sphere(Drawing drawing, double[][] ball, int[] buckets, int x) {
        for (int i = 0; i < ball.length; i++) {
            double front = Math.cos(SEEN_FROM) * ball[i][0] + Math.sin(SEEN_FROM) * ball[i][2];
            double up = Math.cos(SEEN_FROM) * ball[i][2] - Math.sin(SEEN_FROM) * ball[i][0];
            drawing.fill(
                    Palette.shade(Palette.of(buckets[i]), 0.45 + 0.55 * front),
                    (int) Math.round(x + RADIUS * ball[i][1]),
                    (int) Math.round(SPHERE_Y - RADIUS * up),
                    1,
                    1);
        }
    }
}
