package io.github.reformer4j.kernel.cpu;

import org.jspecify.annotations.Nullable;

/**
 * What one head of one sequence attends with.
 *
 * @param q queries
 * @param k keys, or null where they are made of the queries
 * @param v values
 */
record HeadInputs(HeadRows q, @Nullable HeadRows k, HeadRows v) {

    boolean shared() {
        return k == null;
    }

    /** What keys are made of. */
    HeadRows keys() {
        return k == null ? q : k;
    }
}
