package io.github.reformer4j.data;

import static io.github.reformer4j.check.Check.require;

import io.github.reformer4j.kernel.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stretches of a token sequence, as batches for a causal language model. */
public final class Windows {

    private Windows() {}

    /**
     * Windows at random places, a pure function of the key: window i starts at a place drawn by (key, i).
     *
     * @param size windows, b
     * @param length of each, n
     */
    public static Batch random(int[] tokens, long key, int size, int length) {
        requireRoom("the training part", tokens, size, length);
        int[][] ids = new int[size][];
        for (int i = 0; i < size; i++) {
            int start = (int) (CounterRandom.uniform(key, i) * (tokens.length - length + 1));
            ids[i] = Arrays.copyOfRange(tokens, start, start + length);
        }
        return Batch.causal(ids);
    }

    /**
     * Windows one after another without overlap, in batches; what does not fill a window at the end is left out, and a
     * sequence shorter than one window is one window.
     *
     * @param most windows to take, evenly spread over the sequence; 0: all
     */
    public static List<Batch> consecutive(int[] tokens, int size, int length, int most) {
        require(tokens.length > 1, "the held-out part has %d tokens; measuring a loss needs at least 2", tokens.length);
        require(most >= 0, "the number of windows must not be negative (0: all), got %d", most);
        int window = Math.min(length, tokens.length);
        requireRoom("the held-out part", tokens, size, window);
        int all = tokens.length / window;
        int taken = most == 0 ? all : Math.min(most, all);
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < taken; first += size) {
            int[][] ids = new int[Math.min(size, taken - first)][];
            for (int i = 0; i < ids.length; i++) {
                int start = (int) ((long) (first + i) * all / taken) * window;
                ids[i] = Arrays.copyOfRange(tokens, start, start + window);
            }
            batches.add(Batch.causal(ids));
        }
        return batches;
    }

    private static void requireRoom(String part, int[] tokens, int size, int length) {
        require(size > 0, "a batch needs at least 1 sequence, got %d", size);
        require(length > 1, "a sequence must have at least 2 tokens, one to predict from the other, got %d", length);
        require(
                tokens.length >= length,
                "%s of the text has %d tokens, fewer than one sequence of %d; give more text or a shorter length",
                part,
                tokens.length,
                length);
    }
}
