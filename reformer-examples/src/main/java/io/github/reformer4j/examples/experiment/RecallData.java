package io.github.reformer4j.examples.experiment;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.data.ByteTokenizer;
import io.github.reformer4j.kernel.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text in which a passage of random symbols stands twice, far apart. Only symbols of the second one count in the loss: nothing
 * tells them but the first.
 *
 * <p>Seen as rows of {@code passage} positions, the first passage fills a row from its beginning, and the second one fills
 * another from the position after its beginning, so that a symbol is predicted at the place in the row at which it stood.
 *
 * @param text bytes that surround the passages, as tokens
 * @param passage positions of a row; a passage has one symbol fewer
 * @param seed of all passages
 */
@SuppressWarnings("ArrayRecordComponent") // a corpus; never compared
public record RecallData(int[] text, int passage, long seed) implements BatchSource {

    /** Text and symbols are bytes. */
    public static final ByteTokenizer TOKENS = new ByteTokenizer(2);

    /** Symbols: bytes from 128 on, of which source code has none. */
    public static final int SYMBOLS = 64;

    private static final int FIRST_SYMBOL = 128;
    private static final int HELD_OUT = 16;

    public RecallData {
        require(passage > 1, "a passage needs a row of at least 2 positions, got %d", passage);
        require(text.length > 0, "there must be text around the passages, got none");
        text = text.clone();
        for (int i = 0; i < text.length; i++) {
            // Bytes that are symbols here would be taken for parts of a passage.
            text[i] = Math.min(text[i], TOKENS.offset() + FIRST_SYMBOL - 1);
        }
    }

    @Override
    public Batch training(long key, int size, int length) {
        int rows = rows(length);
        int[][] ids = new int[size][];
        int[][] labels = new int[size][];
        long drawn = CounterRandom.derive(CounterRandom.derive(seed, "training"), key);
        for (int i = 0; i < size; i++) {
            long own = CounterRandom.derive(drawn, i);
            int distance = 1 + (int) (CounterRandom.uniform(own, 0) * (rows - 1));
            int first = (int) (CounterRandom.uniform(own, 1) * (rows - distance));
            ids[i] = sequence(own, rows, first, distance);
            labels[i] = labels(ids[i], first + distance);
        }
        return new Batch(ids, labels, null);
    }

    /** Sequences whose passages are as far apart as they can be. */
    @Override
    public List<Batch> heldOut(int size, int length, int most) {
        return apart(length, rows(length) - 1, most == 0 ? HELD_OUT : most);
    }

    /**
     * Sequences that no training sees, one a batch.
     *
     * @param rows from the first passage to the second
     */
    List<Batch> apart(int length, int rows, int count) {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long own = CounterRandom.derive(CounterRandom.derive(seed, "held out"), i);
            int second = rows(length) - 1;
            int[] ids = sequence(own, rows(length), second - rows, rows);
            batches.add(new Batch(new int[][] {ids}, new int[][] {labels(ids, second)}, null));
        }
        return batches;
    }

    private int rows(int length) {
        require(
                length % passage == 0 && length / passage > 1,
                "the length must be a multiple of %d, the positions of a row, and at least two rows, got %d",
                passage,
                length);
        return length / passage;
    }

    private int[] sequence(long key, int rows, int first, int distance) {
        int[] ids = new int[rows * passage];
        int from = (int) (CounterRandom.uniform(key, 2) * text.length);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = text[(from + i) % text.length];
        }
        for (int i = 0; i + 1 < passage; i++) {
            int symbol = TOKENS.offset() + FIRST_SYMBOL + (int) (CounterRandom.uniform(key, 3L + i) * SYMBOLS);
            ids[first * passage + i] = symbol;
            ids[(first + distance) * passage + 1 + i] = symbol;
        }
        return ids;
    }

    private int[] labels(int[] ids, int second) {
        int[] labels = new int[ids.length];
        Arrays.fill(labels, Batch.IGNORED);
        System.arraycopy(ids, second * passage + 1, labels, second * passage + 1, passage - 1);
        return labels;
    }

    @Override
    public String hash() {
        long hash = CounterRandom.derive(seed, passage);
        for (int id : text) {
            hash = CounterRandom.mix(hash + id);
        }
        return Long.toHexString(hash);
    }
}
