package io.github.reformer4j.training;

import io.github.reformer4j.data.Batch;
import io.github.reformer4j.data.BatchSource;
import io.github.reformer4j.data.Windows;
import io.github.reformer4j.kernel.CounterRandom;
import java.util.List;

/** Tokens of which each is mostly the one before it plus 3, so that there is something to learn. */
record Tokens(String hash) implements BatchSource {

    static final Tokens OURS = new Tokens("a1b2");

    private static int[] tokens(long seed, int count) {
        int[] tokens = new int[count];
        for (int i = 1; i < count; i++) {
            boolean surprise = CounterRandom.uniform(seed, i) < 0.3;
            tokens[i] = surprise
                    ? (int) (CounterRandom.uniform(seed + 1, i) * BigramModel.VOCABULARY)
                    : (tokens[i - 1] + 3) % BigramModel.VOCABULARY;
        }
        return tokens;
    }

    @Override
    public Batch training(long key, int size, int length) {
        return Windows.random(tokens(1, 600), key, size, length);
    }

    @Override
    public List<Batch> heldOut(int size, int length, int most) {
        return Windows.consecutive(tokens(2, 200), size, length, most);
    }
}
