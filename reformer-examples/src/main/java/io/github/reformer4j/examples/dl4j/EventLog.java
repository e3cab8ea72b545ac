package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Logs of requests that are opened and, one in two, closed at any time later: [b, 18, n], the number of the request as 16
 * signs and whether the event opens or closes it. The tag of an event that opens a request says whether it is closed later,
 * [b, 2, n]; other events have none. Logs end at various lengths.
 */
record EventLog(int length) implements Task {

    private static final int SIGNS = 16;
    private static final int OPENS = 0;
    private static final int CLOSES = 1;

    /** Numbers of an event. */
    static final int DEPTH = SIGNS + 2;

    @Override
    public DataSet draw(long seed, long first, int count) {
        Sequences events = new Sequences(count, DEPTH, length);
        Sequences tags = new Sequences(count, 2, length);
        Sequences tagged = new Sequences(count, 1, length);
        Sequences there = new Sequences(count, 1, length);
        for (int row = 0; row < count; row++) {
            SplittableRandom random = new SplittableRandom(CounterRandom.derive(seed, first + row));
            int end = length - random.nextInt(length / 4);
            int[] others = others(random, end);
            for (int i = 0; i < end; i++) {
                there.set(row, 0, i, 1.0);
                if (others[i] < 0 || others[i] > i) {
                    long request = random.nextLong();
                    event(events, row, i, request, OPENS);
                    tags.set(row, others[i] > i ? 1 : 0, i, 1.0);
                    tagged.set(row, 0, i, 1.0);
                    if (others[i] > i) {
                        event(events, row, others[i], request, CLOSES);
                    }
                }
            }
        }
        return new DataSet(events.array(), tags.array(), there.mask(), tagged.mask());
    }

    private static void event(Sequences events, int row, int step, long request, int kind) {
        for (int bit = 0; bit < SIGNS; bit++) {
            events.set(row, bit, step, (request >> bit & 1) == 0 ? -1.0 : 1.0);
        }
        events.set(row, SIGNS + kind, step, 1.0);
    }

    /** The event of the same request for each, two in three; −1: none, the request stays open. */
    private static int[] others(SplittableRandom random, int end) {
        int[] places = shuffled(random, end);
        int[] others = new int[end];
        Arrays.fill(others, -1);
        for (int pair = 0; pair < end / 3; pair++) {
            others[places[2 * pair]] = places[2 * pair + 1];
            others[places[2 * pair + 1]] = places[2 * pair];
        }
        return others;
    }

    private static int[] shuffled(SplittableRandom random, int count) {
        int[] places = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = places[i];
            places[i] = places[j];
            places[j] = kept;
        }
        return places;
    }

    @Override
    public String judge(NeuralNetwork network, DataSetIterator heldOut) {
        Evaluation evaluation = network.doEvaluation(heldOut, new Evaluation())[0];
        return String.format(Locale.ROOT, "%5.1f %% right", 100.0 * evaluation.accuracy());
    }
}
