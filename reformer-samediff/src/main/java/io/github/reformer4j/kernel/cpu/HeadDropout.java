package io.github.reformer4j.kernel.cpu;

import io.github.reformer4j.kernel.AttentionPlan;

/**
 * Dropout of the attention weights of one head.
 *
 * @param rate probability that a weight is dropped; 0: none
 * @param key of the head
 */
record HeadDropout(double rate, long key) {

    static HeadDropout of(AttentionPlan plan, int head) {
        return new HeadDropout(plan.dropout().rate(), plan.dropout().keyOf(head));
    }
}
