package io.github.reformer4j.examples.dl4j;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.Locale;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Documents of two classes: one story, whose second half has the names of the first, or two stories glued together, whose
 * halves have different names. Every name stands once in a half, one word in eight; all other words are the same few. A
 * document is ids of words, [b, 1, n]; its class [b, 2].
 */
record GluedStories(int length) implements Task {

    /** Ids below are not names. */
    static final int FILLERS = 64;

    private static final int NAMES = 448;
    private static final int WORDS_A_NAME = 8;

    /** Ids of words. */
    static final int VOCABULARY = FILLERS + NAMES;

    @Override
    public DataSet draw(long seed, long first, int count) {
        Sequences words = new Sequences(count, 1, length);
        Sequences classes = new Sequences(count, 2, 1);
        for (int row = 0; row < count; row++) {
            SplittableRandom random = new SplittableRandom(CounterRandom.derive(seed, first + row));
            boolean glued = random.nextBoolean();
            int[] document = document(random, glued);
            for (int i = 0; i < length; i++) {
                words.set(row, 0, i, document[i]);
            }
            classes.set(row, glued ? 1 : 0, 0, 1.0);
        }
        return new DataSet(words.array(), classes.array().reshape(count, 2));
    }

    private int[] document(SplittableRandom random, boolean glued) {
        int[] words = random.ints(length, 0, FILLERS).toArray();
        int half = length / 2;
        int named = Math.min(half / WORDS_A_NAME, NAMES / 2);
        int[] names =
                random.ints(FILLERS, VOCABULARY).distinct().limit(2L * named).toArray();
        int[] before = random.ints(0, half).distinct().limit(named).toArray();
        int[] behind = random.ints(half, length).distinct().limit(named).toArray();
        for (int i = 0; i < named; i++) {
            words[before[i]] = names[i];
            words[behind[i]] = names[glued ? named + i : i];
        }
        return words;
    }

    @Override
    public String judge(NeuralNetwork network, DataSetIterator heldOut) {
        Evaluation evaluation = network.doEvaluation(heldOut, new Evaluation())[0];
        return String.format(Locale.ROOT, "%5.1f %% right", 100.0 * evaluation.accuracy());
    }
}
