package io.github.reformer4j.examples.bench;

import io.github.reformer4j.model.ReformerConfig;
import io.github.reformer4j.model.ReformerConfig.AttentionKind;
import io.github.reformer4j.reversible.MemoryMode;

/**
 * Useful floating-point operations, a multiplication and an addition counting as two: what dense layers and attention cannot
 * do without. Hashing, sorting, softmax, norms, activations, embeddings, dropout and the optimizer take time and count for
 * nothing, nor do products with masked keys that a window does not hold.
 *
 * <pre>
 * dense layer                 forward  2 n in out         backward twice that: dx and dW
 * attention, scores and values forward  4 n w h d          backward 2.5 times that: scores again, dp, dv, dq, dk
 * </pre>
 *
 * <p>n queries, h heads of depth d; w keys that a query sees, all rounds together: r (before + 1 + after) c of a window,
 * (n + 1) / 2 of causal exact attention.
 */
final class Arithmetic {

    /** Products of attention going back, in units of those going forward: five against two. */
    static final double ATTENTION_BACKWARD = 2.5;

    /** Products of a dense layer going back, in units of those going forward. */
    static final double DENSE_BACKWARD = 2.0;

    private Arithmetic() {}

    /** A dense layer going forward. */
    static double dense(double rows, double in, double out) {
        return 2.0 * rows * in * out;
    }

    /** Scores and values going forward, of all heads together: {@code width} is h d. */
    static double attention(double queries, double keys, double width) {
        return 4.0 * queries * keys * width;
    }

    /** Keys that a query sees on average where chunks stand in sequence and windows end with it. */
    static double localKeys(int length, int chunk, int before, int after) {
        int chunks = (length + chunk - 1) / chunk;
        double keys = 0.0;
        for (int offset = -before; offset <= after; offset++) {
            keys += (double) chunk * Math.max(0, chunks - Math.abs(offset)) / chunks;
        }
        return keys;
    }

    /**
     * A training step: forward, backward, and the forward that backward repeats unless activations are stored. On the way
     * back local and exact layers project their keys, and feed-forward layers their inner activations, once more.
     */
    static double trainingStep(ReformerConfig config, int batch, int length) {
        double rows = (double) batch * length;
        double forwards = config.memory() == MemoryMode.STORE ? 1.0 : 2.0;
        double step = 0.0;
        for (AttentionKind kind : config.attentionLayers()) {
            step += attentionLayer(config, kind, rows, length, forwards);
        }
        double inner = dense(rows, config.hiddenSize(), config.feedForwardSize());
        step += config.attentionLayers().size() * inner * (2.0 * (forwards + DENSE_BACKWARD) + 1.0);
        return step + dense(rows, 2.0 * config.hiddenSize(), config.vocabularySize()) * (1.0 + DENSE_BACKWARD);
    }

    private static double attentionLayer(
            ReformerConfig config, AttentionKind kind, double rows, int length, double forwards) {
        double width = (double) config.heads() * config.headSize();
        boolean shared = kind == AttentionKind.LSH || kind == AttentionKind.FULL_SHARED;
        double projection = dense(rows, config.hiddenSize(), width);
        double projections = shared ? 3.0 : 4.0; // queries, keys of their own, values, and the output
        double again = shared ? 0.0 : 1.0;
        double attend = attention(rows, keys(config, kind, length), width);
        return projection * (projections * (forwards + DENSE_BACKWARD) + again)
                + attend * (forwards + ATTENTION_BACKWARD);
    }

    private static double keys(ReformerConfig config, AttentionKind kind, int length) {
        ReformerConfig.Lsh lsh = config.lsh();
        ReformerConfig.Local local = config.local();
        return switch (kind) {
            case LSH -> (double) lsh.rounds() * lsh.chunkLength() * (lsh.chunksBefore() + 1 + lsh.chunksAfter());
            case LOCAL -> localKeys(length, local.chunkLength(), local.chunksBefore(), local.chunksAfter());
            case FULL, FULL_SHARED -> config.causal() ? (length + 1) / 2.0 : length;
        };
    }
}
