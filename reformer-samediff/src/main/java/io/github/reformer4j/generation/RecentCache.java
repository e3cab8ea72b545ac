package io.github.reformer4j.generation;

import io.github.reformer4j.block.FullAttentionConfig;
import io.github.reformer4j.block.LocalAttentionConfig;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cache of exact attention: the newest position attends to a run of positions that ends with itself. Local attention
 * starts the run with a chunk, so a token costs the same however many came before; full attention starts it with the
 * first position, so a token costs O(n). Both give what their block gives.
 */
final class RecentCache implements AttentionCache {

    private static final double[] NO_PENALTIES = {};

    private final Projections projections;
    private final KeyValues keyValues;
    private final IntUnaryOperator firstOfRun;
    private final int heads;
    private final double[] query;
    private final double[] key;
    private final double[] value;
    private int[] run = {};

    private RecentCache(Projections projections, int heads, int headSize, int limit, IntUnaryOperator firstOfRun) {
        this.projections = projections;
        this.firstOfRun = firstOfRun;
        this.heads = heads;
        keyValues = new KeyValues(projections, headSize, limit);
        query = new double[heads * headSize];
        key = new double[heads * headSize];
        value = new double[heads * headSize];
    }

    /** For {@code LocalSelfAttention}: chunks c − before to c, of which the last may be incomplete. */
    static RecentCache local(LocalAttentionConfig config, Projections projections) {
        int chunk = config.chunkLength();
        int before = config.chunksBefore();
        IntUnaryOperator first =
                position -> position < config.exactUpTo() ? 0 : Math.max(0, (position / chunk - before) * chunk);
        int limit = Math.max(config.exactUpTo(), Math.multiplyExact(before + 1, chunk));
        return new RecentCache(projections, config.heads(), config.headSize(), limit, first);
    }

    /** For {@code FullSelfAttention}. */
    static RecentCache full(FullAttentionConfig config, Projections projections) {
        return new RecentCache(projections, config.heads(), config.headSize(), 0, position -> 0);
    }

    @Override
    public void fill(INDArray x) {
        double[] keys = projections.key().many(x); // [n, h · headSize]
        double[] values = projections.value().many(x); // [n, h · headSize]
        for (int start = 0; start < keys.length; start += key.length) {
            System.arraycopy(keys, start, key, 0, key.length);
            System.arraycopy(values, start, value, 0, key.length);
            keyValues.add(key, value);
        }
    }

    @Override
    public long scored() {
        return keyValues.scored();
    }

    @Override
    public void next(double[] x, double[] output) {
        projections.query().one(x, query);
        projections.value().one(x, value);
        if (projections.shared()) {
            System.arraycopy(query, 0, key, 0, key.length);
        } else {
            projections.key().one(x, key);
        }
        keyValues.add(key, value);
        int newest = keyValues.size() - 1;
        int first = firstOfRun.applyAsInt(newest);
        int count = newest - first + 1;
        if (run.length < count) {
            run = new int[Math.max(count, 2 * run.length)];
        }
        for (int i = 0; i < count; i++) {
            run[i] = first + i;
        }
        for (int head = 0; head < heads; head++) {
            keyValues.attend(query, head, run, count, NO_PENALTIES, output);
        }
    }
}
