package io.github.reformer4j.kernel.nd4j;

import io.github.reformer4j.kernel.ChunkOrder;
import io.github.reformer4j.kernel.DropoutMask;
import io.github.reformer4j.kernel.ReferenceRounding;
import io.github.reformer4j.kernel.Rows;
import io.github.reformer4j.kernel.ScoreRule;
import io.github.reformer4j.kernel.Temporaries;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Chunk attention of one head of one sequence: the places of an {@link ChunkOrder} are computed a tile of chunks at a
 * time, and what the rounds give a position is merged into one softmax.
 */
final class HeadAttention {

    /** Scores of a tile, at most; a tile then stays within the cache of a core. */
    private static final int TILE_SCORES = 1 << 19;

    private final ChunkOrder order;
    private final ScoreRule rule;
    private final double dropout;
    private final long dropoutKey;
    private final BiasCache biases;
    private final boolean likeReference;

    HeadAttention(
            ChunkOrder order,
            ScoreRule rule,
            double dropout,
            long dropoutKey,
            BiasCache biases,
            boolean likeReference) {
        this.likeReference = likeReference;
        this.order = order;
        this.rule = rule;
        this.dropout = dropout;
        this.dropoutKey = dropoutKey;
        this.biases = biases;
    }

    /** The closed softmax of every position, q, k and v [n, d]. */
    Tile.Open forward(INDArray q, INDArray k, INDArray v) {
        ReferenceRounding rounding = likeReference ? new ReferenceRounding(order.rounds(), order.length()) : null;
        Tile.@Nullable Open merged = null;
        for (int round = 0; round < order.rounds(); round++) {
            Tile.Open next = forwardRound(round, q, k, v);
            if (rounding != null) {
                note(rounding, round, next);
            }
            merged = merged == null ? next : merge(merged, next);
        }
        Tile.Open open = java.util.Objects.requireNonNull(merged);
        if (rounding != null) {
            round(rounding, open);
        }
        open.output().diviColumnVector(open.sum());
        return open;
    }

    private static void note(ReferenceRounding rounding, int round, Tile.Open open) {
        double[] max = open.max().data().asDouble();
        double[] sum = open.sum().data().asDouble();
        for (int position = 0; position < max.length; position++) {
            rounding.note(round, position, max[position], sum[position]);
        }
    }

    private static void round(ReferenceRounding rounding, Tile.Open merged) {
        double[] max = merged.max().data().asDouble();
        double[] sum = merged.sum().data().asDouble();
        for (int position = 0; position < max.length; position++) {
            double divisor = rounding.divisor(position, max[position], sum[position]);
            if (divisor != sum[position]) {
                merged.sum().putScalar(position, 0, divisor);
            }
        }
    }

    /** One round, open, by position: [n, d], [n, 1], [n, 1]. */
    private Tile.Open forwardRound(int round, INDArray q, INDArray k, INDArray v) {
        long places = (long) order.chunksPerRound() * order.window().chunkLength();
        INDArray output = Nd4j.createUninitialized(q.dataType(), new long[] {places, q.size(1)}, 'c');
        INDArray max = Nd4j.createUninitialized(q.dataType(), new long[] {places, 1}, 'c');
        INDArray sum = Nd4j.createUninitialized(q.dataType(), new long[] {places, 1}, 'c');
        try (Tile.Open sorted = new Tile.Open(output, max, sum)) {
            forTiles(round, (from, to) -> {
                try (Temporaries temporaries = new Temporaries();
                        Tile.Open open = tile(from, to, q, k, v, temporaries).forward()) {
                    int first = place(from - round * order.chunksPerRound());
                    int last = place(to - round * order.chunksPerRound());
                    Rows.range(output, first, last).assign(open.output().reshape('c', last - first, q.size(1)));
                    Rows.range(max, first, last).assign(open.max());
                    Rows.range(sum, first, last).assign(open.sum());
                }
            });
            int[] inverse = order.inverse(round);
            return new Tile.Open(
                    PlacedRows.take(sorted.output(), inverse),
                    PlacedRows.take(sorted.max(), inverse),
                    PlacedRows.take(sorted.sum(), inverse));
        }
    }

    /** Two open softmaxes over different keys as one, in the first. */
    private static Tile.Open merge(Tile.Open first, Tile.Open second) {
        try (second;
                Temporaries temporaries = new Temporaries()) {
            INDArray max = org.nd4j.linalg.ops.transforms.Transforms.max(first.max(), second.max(), true);
            INDArray scale = temporaries.add(exp(first.max().sub(max))); // [n, 1]
            INDArray otherScale = temporaries.add(exp(second.max().sub(max))); // [n, 1]
            first.output().muliColumnVector(scale).addi(second.output().muliColumnVector(otherScale));
            first.sum().muli(scale).addi(second.sum().muli(otherScale));
            temporaries.add(first.max());
            return new Tile.Open(first.output(), max, first.sum());
        }
    }

    private static INDArray exp(INDArray array) {
        return org.nd4j.linalg.ops.transforms.Transforms.exp(array, false);
    }

    /** Gradients of q, k and v, [n, d] each. */
    Tile.Gradients backward(INDArray q, INDArray k, INDArray v, Tile.Open attended, INDArray dOutput) {
        try (Temporaries temporaries = new Temporaries()) {
            INDArray product = temporaries.add(dOutput.mul(attended.output()));
            INDArray along = temporaries.add(product.sum(true, 1)); // [n, 1]
            SortedSums keys = new SortedSums(order, q, temporaries);
            SortedSums values = new SortedSums(order, q, temporaries);
            INDArray dq = Nd4j.zeros(q.dataType(), q.size(0), q.size(1));
            for (int round = 0; round < order.rounds(); round++) {
                INDArray sorted =
                        temporaries.add(backwardRound(round, q, k, v, attended, dOutput, along, keys, values));
                INDArray unsorted = PlacedRows.take(sorted, order.inverse(round));
                dq.addi(unsorted);
                temporaries.drop(sorted);
                unsorted.close();
            }
            return new Tile.Gradients(dq, keys.byPosition(), values.byPosition());
        }
    }

    /** Gradient of the queries of a round, sorted: [places, d]; those of keys and values go to the sums. */
    private INDArray backwardRound(
            int round,
            INDArray q,
            INDArray k,
            INDArray v,
            Tile.Open attended,
            INDArray dOutput,
            INDArray along,
            SortedSums keys,
            SortedSums values) {
        long places = (long) order.chunksPerRound() * order.window().chunkLength();
        INDArray sorted = Nd4j.createUninitialized(q.dataType(), new long[] {places, q.size(1)}, 'c');
        forTiles(round, (from, to) -> {
            int[] queries = order.queries(from, to);
            try (Temporaries temporaries = new Temporaries()) {
                INDArray dTile = temporaries.add(PlacedRows.take(dOutput, queries));
                INDArray max = temporaries.add(PlacedRows.take(attended.max(), queries));
                INDArray sum = temporaries.add(PlacedRows.take(attended.sum(), queries));
                INDArray rowAlong = temporaries.add(PlacedRows.take(along, queries));
                INDArray batched = dTile.reshape('c', to - from, order.window().chunkLength(), q.size(1));
                try (Tile.Gradients gradients =
                        tile(from, to, q, k, v, temporaries).backward(batched, max, sum, rowAlong)) {
                    int first = place(from - round * order.chunksPerRound());
                    INDArray target = Rows.range(sorted, first, first + queries.length);
                    target.assign(gradients.q().reshape('c', queries.length, q.size(1)));
                    keys.add(from, to, gradients.k());
                    values.add(from, to, gradients.v());
                }
            }
        });
        return sorted;
    }

    @FunctionalInterface
    private interface TileAction {
        void apply(int from, int to);
    }

    private void forTiles(int round, TileAction action) {
        int scores = order.window().chunkLength() * order.window().keys();
        int chunks = Math.max(1, TILE_SCORES / scores);
        int end = (round + 1) * order.chunksPerRound();
        for (int from = round * order.chunksPerRound(); from < end; from += chunks) {
            action.apply(from, Math.min(end, from + chunks));
        }
    }

    private int place(int chunk) {
        return chunk * order.window().chunkLength();
    }

    private Tile tile(int from, int to, INDArray q, INDArray k, INDArray v, Temporaries temporaries) {
        int[] places = order.windowPlaces(from, to);
        int[] seen = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            seen[i] = places[i] == ChunkOrder.EMPTY ? ChunkOrder.EMPTY : order.position(places[i]);
        }
        return new Tile(
                batch(temporaries.add(PlacedRows.take(q, order.queries(from, to))), to - from),
                batch(temporaries.add(PlacedRows.take(k, seen)), to - from),
                batch(temporaries.add(PlacedRows.take(v, seen)), to - from),
                bias(from, to, places, q, temporaries),
                mask(from, to, q, temporaries));
    }

    private static INDArray batch(INDArray rows, int batch) {
        return rows.reshape('c', batch, rows.size(0) / batch, rows.size(1));
    }

    private @Nullable INDArray bias(int from, int to, int[] places, INDArray like, Temporaries temporaries) {
        int width = order.window().keys();
        BiasArrays.Row rows = row -> {
            int query = place(from) + row;
            int first = row / order.window().chunkLength() * width;
            return i -> rule.bias(order, query, places[first + i]);
        };
        return biases.get(
                from,
                temporaries,
                () -> BiasArrays.create(
                        like.dataType(), rows, to - from, order.window().chunkLength(), width));
    }

    private @Nullable INDArray mask(int from, int to, INDArray like, Temporaries temporaries) {
        if (dropout == 0.0) {
            return null;
        }
        int width = order.window().keys();
        long first = (long) place(from) * width;
        return temporaries.add(DropoutMask.create(
                like.dataType(),
                dropoutKey,
                first,
                dropout,
                to - from,
                order.window().chunkLength(),
                width));
    }
}
