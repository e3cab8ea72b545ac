package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.Locale;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Hourly series, each with a weekly profile of its own under noise, whose last {@link #HORIZON} hours are not known yet:
 * [b, 33, n], the value or 0, whether it is known, hour of the day and day of the week. Wanted are the values, [b, 1, n], where
 * they are not known.
 */
record WeeklySeries(int length) implements Task {

    /** Hours that are forecast. */
    static final int HORIZON = 48;

    private static final int DAY = 24;
    private static final int WEEK = 7 * DAY;
    private static final double NOISE = 0.5;

    /** Numbers of an hour. */
    static final int DEPTH = 2 + DAY + WEEK / DAY;

    @Override
    public DataSet draw(long seed, long first, int count) {
        Sequences hours = new Sequences(count, DEPTH, length);
        Sequences wanted = new Sequences(count, 1, length);
        Sequences asked = new Sequences(count, 1, length);
        for (int row = 0; row < count; row++) {
            SplittableRandom random = new SplittableRandom(CounterRandom.derive(seed, first + row));
            double[] profile = random.ints(WEEK, 0, 1 << 20)
                    .mapToDouble(i -> 2.0 * i / (1 << 20) - 1.0)
                    .toArray();
            int start = random.nextInt(WEEK);
            for (int i = 0; i < length; i++) {
                int hour = (start + i) % WEEK;
                boolean known = i < length - HORIZON;
                double value = profile[hour] + NOISE * (2.0 * random.nextDouble() - 1.0);
                hours.set(row, 0, i, known ? value : 0.0);
                hours.set(row, 1, i, known ? 1.0 : 0.0);
                calendar(hours, row, i, hour);
                wanted.set(row, 0, i, value);
                asked.set(row, 0, i, known ? 0.0 : 1.0);
            }
        }
        return new DataSet(hours.array(), wanted.array(), null, asked.mask());
    }

    private static void calendar(Sequences hours, int row, int step, int hour) {
        oneOf(hours, row, step, 2, DAY, hour % DAY);
        oneOf(hours, row, step, 2 + DAY, WEEK / DAY, hour / DAY);
    }

    /** One of so many, as features of mean 0 and deviation 1. */
    private static void oneOf(Sequences hours, int row, int step, int feature, int many, int which) {
        for (int i = 0; i < many; i++) {
            hours.set(row, feature + i, step, i == which ? Math.sqrt(many - 1) : -1.0 / Math.sqrt(many - 1));
        }
    }

    @Override
    public String judge(NeuralNetwork network, DataSetIterator heldOut) {
        RegressionEvaluation evaluation = network.doEvaluation(heldOut, new RegressionEvaluation(1))[0];
        return String.format(Locale.ROOT, "error %.3f", evaluation.rootMeanSquaredError(0));
    }
}
