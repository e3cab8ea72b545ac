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
 * The duplication task (section 5, "Synthetic task"): sequences 0w0w, where w is drawn uniformly from the symbols 1 to N. Only
 * symbols of the second w count in the loss; all of them can be copied from the first, half a sequence before.
 *
 * @param length of a sequence, even; w has length / 2 − 1 symbols
 * @param symbols that w is drawn from, N
 * @param seed of all words
 */
public record DuplicationData(int length, int symbols, long seed) implements BatchSource {

    /** A symbol is the byte of its number. */
    public static final ByteTokenizer TOKENS = new ByteTokenizer(2);

    /** Held-out words if all are asked for. */
    private static final int HELD_OUT = 256;

    public DuplicationData {
        require(length >= 4 && length % 2 == 0, "the length must be even and at least 4 for 0w0w, got %d", length);
        require(symbols > 0 && symbols < 256, "symbols to draw from must be 1 to 255, got %d", symbols);
    }

    @Override
    public Batch training(long key, int size, int wanted) {
        requireLength(wanted);
        return batch(CounterRandom.derive(CounterRandom.derive(seed, "training"), key), size);
    }

    @Override
    public List<Batch> heldOut(int size, int wanted, int most) {
        requireLength(wanted);
        int count = most == 0 ? HELD_OUT : most;
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < count; first += size) {
            long key = CounterRandom.derive(CounterRandom.derive(seed, "held out"), first);
            batches.add(batch(key, Math.min(size, count - first)));
        }
        return batches;
    }

    private void requireLength(int wanted) {
        require(wanted == length, "words were made for sequences of %d tokens, got a length of %d", length, wanted);
    }

    private Batch batch(long key, int size) {
        int half = length / 2;
        int[][] ids = new int[size][length];
        int[][] labels = new int[size][];
        for (int row = 0; row < size; row++) {
            Arrays.fill(ids[row], symbol(0));
            for (int i = 1; i < half; i++) {
                int symbol = symbol(1 + (int) (CounterRandom.uniform(key, (long) row * half + i) * symbols));
                ids[row][i] = symbol;
                ids[row][half + i] = symbol;
            }
            labels[row] = ids[row].clone();
            Arrays.fill(labels[row], 0, half + 1, Batch.IGNORED);
        }
        return new Batch(ids, labels, null);
    }

    private static int symbol(int number) {
        return TOKENS.offset() + number;
    }

    @Override
    public String hash() {
        return Long.toHexString(CounterRandom.derive(CounterRandom.derive(seed, length), symbols));
    }
}
