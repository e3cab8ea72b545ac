package io.github.reformer4j.data;

import java.util.List;

/** Batches to train on and to measure on. */
public interface BatchSource {

    /**
     * A batch to train on, a pure function of the key.
     *
     * @param size sequences, b
     * @param length tokens of each, n
     */
    Batch training(long key, int size, int length);

    /**
     * Batches that are never trained on, the same ones each time.
     *
     * @param most sequences to take; 0: all
     */
    List<Batch> heldOut(int size, int length, int most);

    /** Says which data these are: equal for equal data, SHA-256 in hexadecimal digits. */
    String hash();
}
