package io.github.reformer4j.generation;

import io.github.reformer4j.block.LshAttentionConfig;
import io.github.reformer4j.block.Semantics;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cache of LSH attention: keys and values of all positions, and per head and round their order by bucket.
 *
 * <p>A new position goes to the end of its bucket; p is its place in the order of all n positions so far. In each round by
 * itself it attends to the places of chunks ⌊p / c⌋ − before to ⌊p / c⌋ + after, and the rounds are merged by their
 * logsumexp. All of these hold earlier positions, so nothing else needs a causal mask, and a token costs
 * O(r (window + log m)) whatever n is.
 *
 * <p>With {@link Semantics#REFERENCE} places count modulo n, as published cached decoding has it, so that a window that is
 * longer than the order sees keys twice; with {@link Semantics#PAPER} the window ends where the order ends. While the
 * sequence is no longer than {@code exactUpTo}, all positions are attended to; REFERENCE begins to hash one step later
 * where a prompt is exactly that long.
 *
 * <p>This differs from one pass over the whole sequence, whatever the semantics: earlier positions were ordered among
 * those before them, and chunks end elsewhere.
 */
final class LshCache implements AttentionCache {

    private final LshAttentionConfig config;
    private final Projections projections;
    private final KeyValues keyValues;
    private final TokenHash hash;
    private final BucketOrder[][] orders;
    private final LshWindows windows;
    private final double[] query;
    private final double[] key;
    private final double[] value;
    private final RoundMerge merge;
    private boolean hashing;

    /**
     * No positions yet.
     *
     * @param config of the block
     * @param projections of the layer, queries and keys shared
     * @param hash with its rotations and number of buckets, which stay the same as the sequence grows
     */
    LshCache(LshAttentionConfig config, Projections projections, TokenHash hash) {
        this.config = config;
        this.projections = projections;
        this.hash = hash;
        keyValues = new KeyValues(projections, config.headSize(), 0);
        orders = new BucketOrder[config.heads()][config.rounds()];
        for (BucketOrder[] ofHead : orders) {
            Arrays.setAll(ofHead, round -> new BucketOrder(hash.buckets()));
        }
        windows = new LshWindows(config);
        int width = config.heads() * config.headSize();
        query = new double[width];
        key = new double[width];
        value = new double[width];
        merge = new RoundMerge(config.rounds(), width);
    }

    @Override
    public void fill(INDArray x) {
        double[] queries = projections.query().many(x); // [n, h · headSize]
        double[] values = projections.value().many(x); // [n, h · headSize]
        for (int start = 0; start < queries.length; start += query.length) {
            System.arraycopy(queries, start, query, 0, query.length);
            System.arraycopy(values, start, value, 0, query.length);
            add();
        }
        hashing = keyValues.size() > config.exactUpTo();
    }

    @Override
    public long scored() {
        return keyValues.scored();
    }

    @Override
    public void next(double[] x, double[] output) {
        projections.query().one(x, query);
        projections.value().one(x, value);
        boolean exact =
                config.semantics() == Semantics.REFERENCE ? !hashing : keyValues.size() + 1 <= config.exactUpTo();
        int[] buckets = add();
        for (int head = 0; head < config.heads(); head++) {
            if (exact) {
                windows.everything(keyValues.size());
                windows.attend(keyValues, query, head, 0, output);
            } else {
                attendByHash(head, buckets, output);
            }
        }
        hashing |= keyValues.size() >= config.exactUpTo();
        scaleHeads(output);
    }

    /** Takes the projected position in; returns its bucket per head and round. */
    private int[] add() {
        int[] buckets = new int[config.heads() * config.rounds()];
        for (int i = 0; i < buckets.length; i++) {
            int head = i / config.rounds();
            int round = i % config.rounds();
            buckets[i] = hash.bucket(query, head, round);
            orders[head][round].add(buckets[i]);
        }
        System.arraycopy(query, 0, key, 0, key.length);
        keyValues.add(key, value);
        return buckets;
    }

    private void attendByHash(int head, int[] buckets, double[] output) {
        windows.clear();
        for (int round = 0; round < config.rounds(); round++) {
            windows.read(round, orders[head][round], buckets[head * config.rounds() + round]);
        }
        for (int round = 0; round < config.rounds(); round++) {
            merge.take(round, windows.attend(keyValues, query, head, round, merge.output(round)));
        }
        merge.into(output, head * config.headSize(), config.headSize());
    }

    private void scaleHeads(double[] output) {
        if (config.headMask().isEmpty()) {
            return;
        }
        for (int i = 0; i < output.length; i++) {
            output[i] *= config.headMask().get(i / config.headSize());
        }
    }
}
