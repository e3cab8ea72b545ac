package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.Locale;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Texts in which a name stands behind a title once, {@code Mrs Kim} or {@code the firm Kim}, and by itself from then on:
 * person or firm differs from text to text. Words [b, 84, n] are one-hot but for their size. Asked is, at names that stand by themselves in the
 * second half, person or firm: [b, 2, n]; or, at names behind a title, which person or which firm: [b, 64, n].
 *
 * @param titled whether names behind a title are asked for
 */
record NamedKinds(int length, boolean titled) implements Task {

    private static final int FILLERS = 50;
    private static final int NAMES = 32;
    private static final int NAMED = 8; // in a text

    /** Words. */
    static final int VOCABULARY = FILLERS + 2 + NAMES;

    /** What stands for a word, so that its feature has deviation 1 and not a tenth of that. */
    private static final double SIZE = Math.sqrt(VOCABULARY - 1);

    /** Persons and firms. */
    static final int ENTRIES = 2 * NAMES;

    @Override
    public DataSet draw(long seed, long first, int count) {
        Sequences words = new Sequences(count, VOCABULARY, length);
        Sequences tags = new Sequences(count, titled ? ENTRIES : 2, length);
        Sequences asked = new Sequences(count, 1, length);
        for (int row = 0; row < count; row++) {
            SplittableRandom random = new SplittableRandom(CounterRandom.derive(seed, first + row));
            int[] text = random.ints(length, 0, FILLERS).toArray();
            int[] names = random.ints(0, NAMES).distinct().limit(NAMED).toArray();
            int part = length / 2 / NAMED;
            for (int i = 0; i < NAMED; i++) {
                int kind = random.nextInt(2);
                int at = i * part + random.nextInt(part - 1);
                text[at] = FILLERS + kind;
                text[at + 1] = FILLERS + 2 + names[i];
                int again = length / 2 + i * part + random.nextInt(part);
                text[again] = FILLERS + 2 + names[i];
                int place = titled ? at + 1 : again;
                tags.set(row, titled ? kind * NAMES + names[i] : kind, place, 1.0);
                asked.set(row, 0, place, 1.0);
            }
            for (int i = 0; i < length; i++) {
                words.set(row, text[i], i, SIZE);
            }
        }
        return new DataSet(words.array(), tags.array(), null, asked.mask());
    }

    @Override
    public String judge(NeuralNetwork network, DataSetIterator heldOut) {
        Evaluation evaluation = network.doEvaluation(heldOut, new Evaluation())[0];
        return String.format(Locale.ROOT, "%5.1f %% right", 100.0 * evaluation.accuracy());
    }
}
