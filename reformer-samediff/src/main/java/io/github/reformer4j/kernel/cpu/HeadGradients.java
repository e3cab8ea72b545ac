package io.github.reformer4j.kernel.cpu;

import org.jspecify.annotations.Nullable;

/**
 * What the way back of one head of one sequence reads and writes.
 *
 * @param dOutput gradient of the output
 * @param attended what forward gave
 * @param products D = Σ dO O of all heads, [b, h, n]
 * @param q gradient of the queries
 * @param k gradient of the keys, or null where they are made of the queries
 * @param v gradient of the values
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all heads of one call
record HeadGradients(
        HeadRows dOutput,
        HeadOutput attended,
        float[] products,
        HeadRows q,
        @Nullable HeadRows k,
        HeadRows v) {

    /** Gradient of what keys are made of. */
    HeadRows keys() {
        return k == null ? q : k;
    }

    float along(int position) {
        return products[attended.first() + position];
    }

    /** Writes the sums of a position, or adds them to what earlier rounds gave. */
    void write(boolean first, int position, SlotGradients sums, int at, float[] spare) {
        if (first) {
            q.put(position, sums.query, at);
            v.put(position, sums.value, at);
            if (k != null) {
                k.put(position, sums.key, at);
            }
        } else {
            q.add(position, sums.query, at, spare);
            v.add(position, sums.value, at, spare);
            if (k != null) {
                k.add(position, sums.key, at, spare);
            }
        }
    }

    void add(int position, Spill spill, int at, float[] spare) {
        q.add(position, spill.query(), at, spare);
        v.add(position, spill.value(), at, spare);
        if (k != null) {
            k.add(position, spill.key(), at, spare);
        }
    }
}
