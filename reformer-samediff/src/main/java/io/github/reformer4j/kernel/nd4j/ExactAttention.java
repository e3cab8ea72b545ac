package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.AttentionPlan;
import io.github.reformer4j.kernel.DropoutMask;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.Temporaries;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact attention of one sequence, a tile of queries against all keys at a time, so that memory grows with the length and
 * not with its square. A tile of causal attention leaves out the keys behind it.
 */
final class ExactAttention implements SequenceAttention {

    /** Scores of a tile, where the length allows. */
    private static final long TILE_SCORES = 1 << 20;

    private static final long LEAST_QUERIES = 16;

    private final ScoreRule rule;
    private final AttentionPlan.Dropout dropout;

    ExactAttention(AttentionPlan.Exact plan) {
        rule = plan.rule();
        dropout = plan.dropout();
    }

    @Override
    public void forward(INDArray q, INDArray k, INDArray v, Attended into) {
        forTiles(q, (head, from, to, bias, mask) -> {
            int keys = keys(to, q);
            Tile tile = new Tile(
                    Rows.range(q.slice(head), from, to),
                    Rows.range(k.slice(head), 0, keys),
                    Rows.range(v.slice(head), 0, keys),
                    bias,
                    mask);
            try (Tile.Open open = tile.forward()) {
                open.output().diviColumnVector(open.sum());
                Rows.range(into.output().slice(head), from, to).assign(open.output());
                Rows.range(column(into.max(), head), from, to).assign(open.max());
                Rows.range(column(into.sum(), head), from, to).assign(open.sum());
            }
        });
    }

    @Override
    public void backward(INDArray q, INDArray k, INDArray v, Attended attended, INDArray dOutput, QueryKeyValue into) {
        into.key().assign(0);
        into.value().assign(0);
        forTiles(q, (head, from, to, bias, mask) -> {
            int keys = keys(to, q);
            Tile tile = new Tile(
                    Rows.range(q.slice(head), from, to),
                    Rows.range(k.slice(head), 0, keys),
                    Rows.range(v.slice(head), 0, keys),
                    bias,
                    mask);
            INDArray dTile = Rows.range(dOutput.slice(head), from, to);
            try (INDArray product = dTile.mul(Rows.range(attended.output().slice(head), from, to));
                    INDArray along = product.sum(true, 1);
                    Tile.Gradients gradients = tile.backward(
                            dTile,
                            Rows.range(column(attended.max(), head), from, to),
                            Rows.range(column(attended.sum(), head), from, to),
                            along)) {
                Rows.range(into.query().slice(head), from, to).assign(gradients.q());
                Rows.range(into.key().slice(head), 0, keys).addi(gradients.k());
                Rows.range(into.value().slice(head), 0, keys).addi(gradients.v());
            }
        });
    }

    /** Row {@code head} of [h, n] as a column [n, 1]: a view. */
    private static INDArray column(INDArray rows, int head) {
        return rows.slice(head).reshape('c', rows.size(1), 1);
    }

    @FunctionalInterface
    private interface TileAction {
        void apply(int head, int from, int to, @Nullable INDArray bias, @Nullable INDArray mask);
    }

    /** Calls for every head of every tile of queries; the bias of a tile serves all its heads. */
    private void forTiles(INDArray q, TileAction action) {
        int length = (int) q.size(1);
        int queries = (int) Math.max(LEAST_QUERIES, TILE_SCORES / length);
        for (int from = 0; from < length; from += queries) {
            int to = Math.min(length, from + queries);
            try (Temporaries temporaries = new Temporaries()) {
                INDArray bias = bias(from, to, keys(to, q), q);
                if (bias != null) {
                    temporaries.add(bias);
                }
                for (int head = 0; head < q.size(0); head++) {
                    try (Temporaries ofHead = new Temporaries()) {
                        action.apply(head, from, to, bias, mask(head, from, to, q, ofHead));
                    }
                }
            }
        }
    }

    /** Keys that a tile of queries up to {@code to} can see. */
    private int keys(int to, INDArray q) {
        return rule.causal() ? to : (int) q.size(1);
    }

    private @Nullable INDArray bias(int from, int to, int keys, INDArray like) {
        return BiasArrays.create(like.dataType(), row -> key -> rule.bias(from + row, key), to - from, keys);
    }

    private @Nullable INDArray mask(int head, int from, int to, INDArray like, Temporaries temporaries) {
        if (dropout.rate() == 0.0) {
            return null;
        }
        int length = (int) like.size(1);
        return temporaries.add(DropoutMask.createRows(
                like.dataType(), dropout.keyOf(head), dropout.rate(), from, to - from, keys(to, like), length));
    }
}
