package io.github.reformer4j.examples.report;

import io.github.reformer4j.examples.chart.LineChart;
import io.github.reformer4j.examples.chart.Palette;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How likely two vectors are to share a bucket, by the angle between them and the rounds of hashing; counted. */
final class CollisionPicture {

    private static final int ROUNDS = 1000;
    private static final int STEP = 5;
    private static final int WIDEST = 120;
    private static final List<Integer> SHOWN = List.of(1, 2, 4, 8);

    private CollisionPicture() {}

    /** Counts over rotations of this seed, for vectors of this depth. */
    static Figure of(int depth, int perRound, long seed) {
        List<Integer> angles = IntStream.rangeClosed(0, WIDEST / STEP)
                .map(i -> i * STEP)
                .boxed()
                .toList();
        double[] chance = chances(angles, depth, perRound, seed);
        LineChart chart = LineChart.plain(
                "Near vectors share a bucket, and more rounds make it surer",
                "angle between two vectors, degrees",
                "pairs that share a bucket at least once");
        for (int i = 0; i < SHOWN.size(); i++) {
            int rounds = SHOWN.get(i);
            List<Double> shares = IntStream.range(0, angles.size())
                    .mapToObj(angle -> 100.0 * (1.0 - Math.pow(1.0 - chance[angle], rounds)))
                    .toList();
            String name = rounds == 1 ? "1 round" : rounds + " rounds";
            chart.add(name, LineChart.Kind.LINE, Palette.of(i), angles, shares);
        }
        BufferedImage picture = chart.inPercent().draw();
        String explanation = String.format(
                Locale.ROOT,
                "One round is counted over %,d rotations of %d numbers into %,d buckets, the sizes of this model at this "
                        + "length; more rounds are computed from it, as they are drawn independently. What matters is the "
                        + "left end: attention gives its weight to vectors at small angles, and a pair at 30° shares a "
                        + "bucket in %.0f %% of single rounds, in %.0f %% of eight.",
                ROUNDS,
                depth,
                perRound,
                100.0 * chance[30 / STEP],
                100.0 * (1.0 - Math.pow(1.0 - chance[30 / STEP], 8)));
        return Figure.of("collisions", "Near vectors share a bucket", explanation, picture);
    }

    /** The share of rounds in which two vectors at an angle share a bucket. */
    static double[] chances(List<Integer> angles, int depth, int perRound, long seed) {
        List<double[]> vectors = new ArrayList<>();
        vectors.add(at(0, depth));
        angles.forEach(angle -> vectors.add(at(angle, depth)));
        Hashed hashed = Hashed.of(vectors.toArray(double[][]::new), perRound, ROUNDS, seed);
        double[] chances = new double[angles.size()];
        for (int[] buckets : hashed.buckets()) {
            for (int i = 0; i < chances.length; i++) {
                chances[i] += buckets[0] == buckets[i + 1] ? 1.0 / ROUNDS : 0.0;
            }
        }
        return chances;
    }

    private static double[] at(int degrees, int depth) {
        double[] vector = new double[depth];
        vector[0] = Math.cos(Math.toRadians(degrees));
        vector[1] = Math.sin(Math.toRadians(degrees));
        return vector;
    }
}
