package io.github.reformer4j.examples.report;

import io.github.reformer4j.kernel.CounterRandom;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
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
    private static final int CIRCLE_Y = 190;
    private static final int SPHERE_Y = 500;
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
        return Drawing.of(650, new SpherePicture(seed)::draw);
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
        for (int round = 0; round < ROUNDS; round++) {
            int x = Drawing.WIDTH * (2 * round + 1) / (2 * ROUNDS);
            drawing.centred("Round " + (round + 1), Palette.HEADING, x, 34);
            sectors(drawing, sectors.buckets()[round], x);
            directions(drawing, sectors.directions()[round], x);
            points(drawing, points, hashed.buckets()[round], x);
            sphere(drawing, ball, onBall.buckets()[round], x);
        }
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
        drawing.centred(together ? "near pair: together" : "near pair: apart", Palette.LETTERS, x, 350);
    }

    /** Points spread evenly over a sphere, along a spiral. */
    private static double[][] ball() {
        int count = 24_000;
        double turn = Math.PI * (3.0 - Math.sqrt(5.0));
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double z = 1.0 - (2.0 * i + 1.0) / count;
                    double ring = Math.sqrt(1.0 - z * z);
                    return new double[] {ring * Math.cos(turn * i), ring * Math.sin(turn * i), z};
                })
                .toArray(double[][]::new);
    }

    private static void sphere(Drawing drawing, double[][] ball, int[] buckets, int x) {
        for (int i = 0; i < ball.length; i++) {
            double depth = Math.cos(SEEN_FROM) * ball[i][0] + Math.sin(SEEN_FROM) * ball[i][2];
            double up = Math.cos(SEEN_FROM) * ball[i][2] - Math.sin(SEEN_FROM) * ball[i][0];
            if (depth > 0.0) {
                Color colour = Palette.shade(Palette.of(buckets[i]), 0.45 + 0.55 * depth);
                drawing.disc(colour, x + RADIUS * ball[i][1], SPHERE_Y - RADIUS * up, 2);
            }
        }
    }
}
